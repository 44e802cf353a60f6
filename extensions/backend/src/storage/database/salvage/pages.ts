import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'
import { type Log, readLog } from './wal.ts'

/**
 * The pages of a database file as they are, with those of its write-ahead log over them, read without SQLite, which gives
 * up at the first damage. https://sqlite.org/fileformat2.html
 */
export type Pages = {
  /** Bytes of a page that hold content. */
  usable: number
  count: number
  /** `PRAGMA user_version`. */
  version: number
  /** The page of this number, from 1; undefined where it cannot be read. */
  read(number: number): Buffer | undefined
  /** Pages that hold nothing any more. */
  free(): Set<number>
  close(): void
}

const magic = 'SQLite format 3\0'
const headerSize = 100

/** Undefined where the first page is not one of a database: it lists the tables. Its header alone can be done without. */
export const openPages = (path: string): Pages | undefined => {
  const file = openSync(path, 'r')
  const logFile = existsSync(`${path}-wal`) ? openSync(`${path}-wal`, 'r') : undefined
  const close = () => {
    closeSync(file)
    if (logFile !== undefined) closeSync(logFile)
  }
  const log = logFile === undefined ? undefined : readLog(logFile, fstatSync(logFile).size)
  const head = firstPage(file, logFile, log)
  if (!head) return void close()
  const written = head.readUInt16BE(16)
  const size = written === 1 ? 65_536 : written
  const count = Math.max(Math.ceil(fstatSync(file).size / size), log?.pageCount ?? 0)

  const read = (number: number): Buffer | undefined => {
    if (!Number.isInteger(number) || number < 1 || number > count) return undefined
    const page = Buffer.alloc(size)
    const offset = log?.offsets.get(number)
    const from = offset !== undefined && logFile !== undefined ? logFile : file
    return readWhole(from, page, offset ?? (number - 1) * size) ? page : undefined
  }

  return {
    usable: size - head.readUInt8(20),
    count,
    version: head.readUInt32BE(60),
    read,
    free() {
      const found = new Set<number>()
      for (let next = head.readUInt32BE(32); next > 0 && !found.has(next); ) {
        const trunk = read(next)
        if (!trunk) break
        found.add(next)
        const leaves = Math.min(trunk.readUInt32BE(4), size / 4 - 2)
        for (let n = 0; n < leaves; n++) found.add(trunk.readUInt32BE(8 + 4 * n))
        next = trunk.readUInt32BE(0)
      }
      return found
    },
    close,
  }
}

/** A sector that the disk does not give back is damage like any other. */
const readWhole = (file: number, into: Buffer, offset: number): boolean => {
  try {
    return readSync(file, into, 0, into.length, offset) === into.length
  } catch {
    return false
  }
}

const firstPage = (file: number, logFile: number | undefined, log: Log | undefined): Buffer | undefined => {
  const head = Buffer.alloc(headerSize)
  const offset = log?.offsets.get(1)
  const isRead =
    offset === undefined || logFile === undefined ? readWhole(file, head, 0) : readWhole(logFile, head, offset)
  if (!isRead) return undefined
  const size = head.readUInt16BE(16)
  const isSize = size === 1 || (size >= 512 && (size & (size - 1)) === 0)
  const isSound = head.toString('latin1', 0, 16) === magic && isSize && head.readUInt32BE(56) <= 1
  if (isSound) return head // in UTF-8, which is all that AIOS writes
  return beginsTree(file) ? usualHeader() : undefined
}

/** Does the first page go on as it should after its header? */
const beginsTree = (file: number): boolean => {
  const after = Buffer.alloc(1)
  return readWhole(file, after, headerSize) && [5, 13].includes(after.readUInt8(0))
}

/** What AIOS's own databases have in common; which pages are free, and which version it is, is not known. */
const usualHeader = (): Buffer => {
  const head = Buffer.alloc(headerSize)
  head.writeUInt16BE(4096, 16)
  return head
}
