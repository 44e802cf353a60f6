import {
  appendFileSync,
  closeSync,
  constants,
  createReadStream,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { type Entry, entry } from './catalogue-entry.ts'
import { syncFolder } from './sync-folder.ts'

const header = z.object({ catalogue: z.literal(1), id: z.string(), writing: z.string() })
/** All up to this position was committed by the database, too. */
const mark = z.object({ committed: z.number() })

/** Whose catalogue it is, and which writing of it. */
export type Header = Pick<z.infer<typeof header>, 'id' | 'writing'>
/** A line, and where the next one begins. */
type Line = { end: number; entry?: Entry; committed?: number; text: string }
export type Appended = { start: number; end: number }

const newline = 0x0a
/** Bytes within which the first line ends. */
const longestHeader = 512

/**
 * `blobs/catalogue.jsonl`: what originals there are and whose, a JSON object a line, appended only. A line that was torn by a
 * crash, or is damaged, costs itself alone. Whoever writes holds the database's write lock, but for marks.
 */
export const catalogueFile = (dataDir: string) => {
  const folder = join(dataDir, 'blobs')
  const path = join(folder, 'catalogue.jsonl')
  const next = `${path}.next`

  const headerOf = ({ id, writing }: Header) => JSON.stringify({ catalogue: 1, id, writing })

  return {
    /** Its size, and its header where that can be read; undefined where there is no catalogue. */
    look(): { size: number; header?: Header } | undefined {
      const size = statSync(path, { throwIfNoEntry: false })?.size
      if (size === undefined) return undefined
      const head = Buffer.alloc(Math.min(size, longestHeader))
      const handle = openSync(path, 'r')
      try {
        readSync(handle, head, 0, head.length, 0)
      } finally {
        closeSync(handle)
      }
      const checked = header.safeParse(parsed(head.toString('utf8').split('\n', 1)[0] ?? ''))
      return { size, ...(checked.success && { header: checked.data }) }
    },

    /** A new one with the lines of the one that is there, as far as they can be read. Gives back its size. */
    write(first: Header): number {
      const bytes = Buffer.from([headerOf(first), ...readable(path)].map((line) => `${line}\n`).join(''))
      const handle = openSync(next, 'w', 0o600)
      try {
        writeAll(handle, bytes)
        fsyncSync(handle)
      } finally {
        closeSync(handle)
      }
      renameSync(next, path)
      syncFolder(folder)
      return bytes.length
    },

    /** Adds lines; of what cannot be written whole, nothing stays. They are safe from a power cut after `sync`. */
    append(lines: string): Appended {
      const handle = openSync(path, constants.O_RDWR | constants.O_APPEND)
      try {
        const { size: start } = fstatSync(handle)
        try {
          writeAll(handle, Buffer.from(isTorn(handle, start) ? `\n${lines}` : lines))
        } catch (error) {
          truncateSync(path, start)
          throw error
        }
        return { start, end: fstatSync(handle).size }
      } finally {
        closeSync(handle)
      }
    },

    async sync(): Promise<void> {
      const handle = await open(path, 'r+')
      await handle.datasync().finally(() => handle.close())
    },

    /** Takes out again what was appended, unless more has followed it. */
    takeBack({ start, end }: Appended): void {
      if (statSync(path, { throwIfNoEntry: false })?.size === end) truncateSync(path, start)
    },

    /** Notes that what was appended was committed. */
    confirm({ end }: Appended): void {
      try {
        appendFileSync(path, `${JSON.stringify({ committed: end })}\n`)
      } catch {
        // What was done is done; without the note it counts as not quite certain if the database is ever lost.
      }
    },

    /** Where the next writing of it is made, which takes the place of this one by `replace`. */
    next,
    headerOf,

    /** Puts what was made at `next` in its place, with what was appended here from a position on. Gives back its size. */
    replace(from: number): number {
      const handle = openSync(next, constants.O_RDWR | constants.O_APPEND)
      try {
        writeAll(handle, bytesFrom(path, from))
        writeAll(handle, Buffer.from(`${JSON.stringify({ committed: fstatSync(handle).size })}\n`))
        fsyncSync(handle)
      } finally {
        closeSync(handle)
      }
      renameSync(next, path)
      syncFolder(folder)
      return statSync(path).size
    },

    /** All lines from a position on that can be read, some hundred at a time; nothing where there is no catalogue. */
    async *read(from = 0): AsyncGenerator<Line[]> {
      let rest: Buffer<ArrayBufferLike> = Buffer.alloc(0)
      let at = from
      try {
        for await (const chunk of createReadStream(path, { start: from })) {
          const bytes = Buffer.concat([rest, chunk as Buffer])
          const lines: Line[] = []
          let begin = 0
          for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, begin)) {
            const line = lineOf(bytes.toString('utf8', begin, end), at + end + 1)
            if (line) lines.push(line)
            begin = end + 1
          }
          rest = bytes.subarray(begin)
          at += begin
          yield lines
        }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
      }
      const last = lineOf(rest.toString('utf8'), at + rest.length)
      if (last) yield [last]
    },
  }
}
export type CatalogueFile = ReturnType<typeof catalogueFile>

const bytesFrom = (path: string, from: number): Buffer => {
  const handle = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(Math.max(fstatSync(handle).size - from, 0))
    return bytes.subarray(0, readSync(handle, bytes, 0, bytes.length, from))
  } finally {
    closeSync(handle)
  }
}

const readable = (path: string): string[] => {
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((text) => lineOf(text, 0)?.entry)
}

const writeAll = (handle: number, bytes: Buffer) => {
  for (let done = 0; done < bytes.length; ) done += writeSync(handle, bytes, done)
}

/** Did the last line lose its end? */
const isTorn = (handle: number, size: number) => {
  if (size === 0) return false
  const last = Buffer.alloc(1)
  readSync(handle, last, 0, 1, size - 1)
  return last[0] !== newline
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // torn or damaged
  }
}

const lineOf = (text: string, end: number): Line | undefined => {
  const value = parsed(text)
  if (value === undefined) return undefined
  const committed = mark.safeParse(value)
  if (committed.success) return { end, text, ...committed.data }
  const checked = entry.safeParse(value)
  return checked.success ? { end, text, entry: checked.data } : undefined
}
