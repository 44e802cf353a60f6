import { readSync } from 'node:fs'

/** Where the newest committed bytes of pages stand in a write-ahead log; https://sqlite.org/fileformat2.html#walformat */
export type Log = { pageSize: number; pageCount: number; offsets: Map<number, number> }

const headerSize = 32
const frameHeader = 24
const magic = 0x377f0682

/** Reads the log that is open as `file`; undefined where nothing in it holds. Its checksums tell where it ends. */
export const readLog = (file: number, size: number): Log | undefined => {
  const header = Buffer.alloc(headerSize)
  if (size < headerSize || readSync(file, header, 0, headerSize, 0) < headerSize) return undefined
  if ((header.readUInt32BE(0) & ~1) >>> 0 !== magic) return undefined
  const isBigEndian = (header.readUInt32BE(0) & 1) === 1
  const pageSize = header.readUInt32BE(8)
  if (pageSize < 512 || pageSize > 65_536) return undefined
  let sum = checksum(header.subarray(0, 24), [0, 0], isBigEndian)
  if (sum[0] !== header.readUInt32BE(24) || sum[1] !== header.readUInt32BE(28)) return undefined
  const salt = header.subarray(16, 24)

  const log: Log = { pageSize, pageCount: 0, offsets: new Map() }
  const open = new Map<number, number>() // of a transaction whose end was not seen yet
  const frame = Buffer.alloc(frameHeader + pageSize)
  for (let at = headerSize; at + frame.length <= size; at += frame.length) {
    if (readSync(file, frame, 0, frame.length, at) < frame.length) break
    if (!frame.subarray(8, 16).equals(salt)) break
    sum = checksum(frame.subarray(0, 8), sum, isBigEndian)
    sum = checksum(frame.subarray(frameHeader), sum, isBigEndian)
    if (sum[0] !== frame.readUInt32BE(16) || sum[1] !== frame.readUInt32BE(20)) break
    open.set(frame.readUInt32BE(0), at + frameHeader)
    const committed = frame.readUInt32BE(4)
    if (committed === 0) continue
    log.pageCount = committed
    for (const [page, offset] of open) log.offsets.set(page, offset)
    open.clear()
  }
  return log.offsets.size > 0 ? log : undefined
}

const checksum = (bytes: Buffer, [first, second]: [number, number], isBigEndian: boolean): [number, number] => {
  let a = first
  let b = second
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    a = (a + (isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + b) >>> 0
    b = (b + (isBigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + a) >>> 0
  }
  return [a, b]
}
