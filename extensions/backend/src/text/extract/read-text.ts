import { fail } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import { decodeText } from './charset.ts'

/**
 * The text of a file that is nothing but text, with what its reader should know about the charset.
 * @throws AppError `document.unsupported` when the bytes are no text
 */
export const readText = (bytes: Uint8Array, name: string): { text: string; warnings: string[] } => {
  const { text, charset } = decodeText(bytes)
  if (isBinary(text)) {
    fail('document.unsupported', words.reading.unsupported.notText(name))
  }
  return { text, warnings: charset === 'utf-8' ? [] : [words.warnings.charset(charset)] }
}

/** Control characters that no text has, or replacement characters in plenty, show that it was none. */
const isBinary = (text: string) => {
  const head = text.slice(0, 20_000)
  const strange = head.match(/(?!\s)[\p{Cc}\ufffd]/gu)?.length ?? 0
  return strange > head.length / 50
}
