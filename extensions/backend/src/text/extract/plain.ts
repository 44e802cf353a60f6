import { fail } from '../../errors.ts'
import { decodeText } from './charset.ts'
import type { Format, Heading } from './format.ts'
import { sections } from './sections.ts'

const mediaTypes: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  json: 'application/json',
}

/** Plain text, and what reads well as it: source code, tables and data as text. */
export const plain: Format = {
  mediaTypes: ['text/plain', ...Object.values(mediaTypes)],
  extensions: ['txt', 'text', 'log', ...Object.keys(mediaTypes)],
  async open(bytes, name) {
    const { text, charset } = decodeText(bytes)
    if (isBinary(text)) {
      fail(
        'document.unsupported',
        `${name} is not text, nor a format that AIOS reads. Save it as PDF, DOCX, HTML, Markdown or plain text and add that.`,
      )
    }
    const warnings = charset === 'utf-8' ? [] : [`Read as ${charset}, which was guessed from its bytes.`]
    const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
    const mediaType = mediaTypes[extension] ?? 'text/plain'
    return { mediaType, warnings, pages: sections({ text, headings: headingsOf(text) }) }
  },
}

/** Control characters that no text has, or replacement characters in plenty, show that it was none. */
const isBinary = (text: string) => {
  const head = text.slice(0, 20_000)
  const strange = head.match(/(?!\s)[\p{Cc}\ufffd]/gu)?.length ?? 0
  return strange > head.length / 50
}

/** A first line that stands alone, and lines underlined with === or ---, as plain text and old manuals write headings. */
const headingsOf = (text: string): Heading[] => {
  const underlined = [...text.matchAll(/(?<=^|\n\n)([^\n]{3,80})\n(={3,}|-{3,})(?=\n|$)/g)].map((match) => ({
    start: match.index,
    level: match[2]?.startsWith('=') ? 1 : 2,
    text: match[1]?.trim() ?? '',
  }))
  const first = /^\s*([^\n]{3,150}[^\n,;:])\n\s*\n(?=\s*\S)/.exec(text)
  if (!first || underlined[0]?.start === 0) return underlined
  const words = (first[1] as string).trim()
  return [{ start: text.indexOf(words), level: 1, text: words }, ...underlined]
}
