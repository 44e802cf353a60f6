import chardet from 'chardet'

const marks: readonly (readonly [string, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]
/** Bytes that the detector looks at: enough to tell, and bounded. */
const sample = 256 * 1024

/**
 * The text of bytes whose charset nobody told: a byte order mark decides, then UTF-8 if it is valid, then `declared`,
 * then statistics. Line ends become `\n`.
 */
export const decodeText = (bytes: Uint8Array, declared?: string): { text: string; charset: string } => {
  const { text, charset } = decode(bytes, declared)
  return { text: text.replace(/\r\n?/g, '\n'), charset }
}

const decode = (bytes: Uint8Array, declared?: string) => {
  const mark = marks.find(([, start]) => start.every((byte, at) => bytes[at] === byte))
  if (mark) return decodeAs(mark[0], bytes)
  if (isUtf8(bytes)) return decodeAs('utf-8', bytes)
  const wide = wideCharset(bytes)
  if (wide) return decodeAs(wide, bytes)
  const detected = chardet.detect(bytes.subarray(0, sample)) ?? 'windows-1252'
  return decodeAs(declared && isKnown(declared) ? declared : isKnown(detected) ? detected : 'windows-1252', bytes)
}

const decodeAs = (charset: string, bytes: Uint8Array) => ({ text: new TextDecoder(charset).decode(bytes), charset })

const isUtf8 = (bytes: Uint8Array) => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}

const isKnown = (charset: string) => {
  try {
    new TextDecoder(charset)
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/** UTF-16 without a mark shows in NUL bytes that stand at even or at odd places only. */
const wideCharset = (bytes: Uint8Array) => {
  const head = bytes.subarray(0, 4096)
  const zeros = [0, 0]
  for (const [at, byte] of head.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  if (odd > head.length / 8 && even < odd / 8) return 'utf-16le'
  return even > head.length / 8 && odd < even / 8 ? 'utf-16be' : undefined
}
