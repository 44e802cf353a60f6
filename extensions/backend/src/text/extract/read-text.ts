import { fail } from '../../base/errors.ts'
import { decodeText } from './charset.ts'

/**
 * The text of a file that is nothing but text, with what its reader should know about the charset.
 * @throws AppError `document.unsupported` when the bytes are no text
 */
export const readText = (bytes: Uint8Array, name: string): { text: string; warnings: string[] } => {
  const { text, charset } = decodeText(bytes)
  if (isBinary(text)) {
    fail(
      'document.unsupported',
      `${name} is not text, nor a format that AIOS reads. Save it as PDF, DOCX, HTML, Markdown or plain text and add that.`,
    )
  }
  return { text, warnings: charset === 'utf-8' ? [] : [`Read as ${charset}, which was guessed from its bytes.`] }
}

/** Control characters that no text has, or replacement characters in plenty, show that it was none. */
const isBinary = (text: string) => {
  const head = text.slice(0, 20_000)
  const strange = head.match(/(?!\s)[\p{Cc}\ufffd]/gu)?.length ?? 0
  return strange > head.length / 50
}
