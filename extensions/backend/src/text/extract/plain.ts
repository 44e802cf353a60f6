import type { Format, Heading } from './format.ts'
import { readText } from './read-text.ts'
import { sections } from './sections.ts'

/** Plain text, and what reads well as it. */
export const plain: Format = {
  async open(bytes, name) {
    const { text, warnings } = readText(bytes, name)
    return { warnings, pages: sections({ text, headings: headingsOf(text) }) }
  },
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
