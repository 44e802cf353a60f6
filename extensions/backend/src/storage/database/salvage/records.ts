import type { Pages } from './pages.ts'

/** A value as SQLite takes it; undefined where damage took it away. */
export type Value = null | number | bigint | string | Buffer | undefined

/** Where a payload begins, and how much of it stands on its own page. */
type Layout = { least: number; most: number }

export const tableLayout = (usable: number): Layout => ({
  least: Math.floor(((usable - 12) * 32) / 255) - 23,
  most: usable - 35,
})
export const indexLayout = (usable: number): Layout => ({
  least: Math.floor(((usable - 12) * 32) / 255) - 23,
  most: Math.floor(((usable - 12) * 64) / 255) - 23,
})

/** Bytes of a payload that nobody believes in. */
const largest = 1_000_000_000

/** A number of variable length, and where what follows it begins; undefined beyond the page, or what JavaScript counts. */
export const varint = (bytes: Buffer, at: number): [value: number, next: number] | undefined => {
  let value = 0n
  for (let n = 0; n < 9; n++) {
    const byte = bytes[at + n]
    if (byte === undefined) return undefined
    value = n === 8 ? (value << 8n) | BigInt(byte) : (value << 7n) | BigInt(byte & 0x7f)
    if (n < 8 && byte >= 0x80) continue
    const signed = Number(BigInt.asIntN(64, value))
    return Number.isSafeInteger(signed) ? [signed, at + n + 1] : undefined
  }
  return undefined
}

/** The payload of a cell, which goes on over other pages; shorter than it says where one of those is damaged. */
const payload = (pages: Pages, page: Buffer, at: number, length: number, { least, most }: Layout): Buffer => {
  const fits = length <= most
  const wanted = least + ((length - least) % (pages.usable - 4))
  const local = fits ? length : wanted <= most ? wanted : least
  const parts = [page.subarray(at, Math.min(at + local, pages.usable))]
  if (fits) return parts[0] as Buffer
  let left = length - local
  let next = at + local + 4 <= page.length ? page.readUInt32BE(at + local) : 0
  for (let pagesLeft = Math.ceil(left / (pages.usable - 4)); left > 0 && pagesLeft > 0; pagesLeft--) {
    const more = next > 0 ? pages.read(next) : undefined
    if (!more) break
    const part = more.subarray(4, 4 + Math.min(left, pages.usable - 4))
    parts.push(part)
    left -= part.length
    next = more.readUInt32BE(0)
  }
  return Buffer.concat(parts)
}

/** Bytes of a value by its serial type. */
const sizes = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0]
const sizeOf = (type: number) => (type >= 12 ? Math.floor((type - 12) / 2) : (sizes[type] ?? 0))

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** A page that was wiped leaves zeros, which are text to SQLite and to nobody else. */
const wiped = '\0\0\0\0'

const decode = (bytes: Buffer, type: number): Value => {
  if (type === 0) return null
  if (type === 8) return 0
  if (type === 9) return 1
  if (type === 7) return bytes.readDoubleBE(0)
  if (type === 6) {
    const value = bytes.readBigInt64BE(0)
    return Number.isSafeInteger(Number(value)) ? Number(value) : value
  }
  if (type < 6) return bytes.readIntBE(0, bytes.length)
  if (type % 2 === 0) return bytes
  try {
    const text = strict.decode(bytes)
    return text.includes(wiped) ? undefined : text
  } catch {
    return undefined
  }
}

/** The values of the record whose payload begins at `at`; undefined where it is none. */
export const recordAt = (
  pages: Pages,
  page: Buffer,
  at: number,
  length: number,
  layout: Layout,
): Value[] | undefined => {
  if (length < 2 || length > largest) return undefined
  const bytes = payload(pages, page, at, length, layout)
  const header = varint(bytes, 0)
  if (!header || header[0] > bytes.length || header[0] < header[1]) return undefined
  const types: number[] = []
  let next = header[1]
  while (next < header[0]) {
    const type = varint(bytes, next)
    if (!type || type[0] < 0 || type[0] === 10 || type[0] === 11) return undefined
    types.push(type[0])
    next = type[1]
  }
  if (next !== header[0] || types.reduce((sum, type) => sum + sizeOf(type), header[0]) !== length) return undefined
  let start = header[0]
  return types.map((type) => {
    const value = bytes.subarray(start, start + sizeOf(type))
    start += sizeOf(type)
    return value.length === sizeOf(type) ? decode(value, type) : undefined
  })
}
