import { Readable } from 'node:stream'

/** A stream as a response's body. */
export const toWeb = (stream: Readable) => Readable.toWeb(stream) as ReadableStream

/**
 * Headers for bytes that are to be saved, never shown: what stands in a document must not run as a page of ours.
 * The name is given twice, as RFC 6266 has it: plain for old clients, UTF-8 for the rest.
 */
export const attachment = (name: string, mediaType: string) => ({
  'Content-Type': mediaType,
  'Content-Disposition': `attachment; filename="${name.replace(/[^\x20-\x7e]|["\\%]/g, '_')}"; filename*=UTF-8''${encode(name)}`,
  'Content-Security-Policy': "default-src 'none'; sandbox",
})

const encode = (name: string) =>
  encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)

/** The one range of a `Range` header, both ends included; undefined for none or one we need not heed (RFC 9110, 14.2). */
export const rangeOf = (
  header: string | undefined,
  size: number,
): { start: number; end: number } | 'unsatisfiable' | undefined => {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined
  const start = first === '' ? Math.max(size - Number(last), 0) : Number(first)
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== '' && first !== '' && Number(last) < start) return undefined
  if (start >= size || start > end) return 'unsatisfiable'
  return { start, end }
}
