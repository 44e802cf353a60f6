import type { Format } from './format.ts'
import { json } from './json.ts'
import { readText } from './read-text.ts'
import { sections } from './sections.ts'
import { htmlText } from './web/html.ts'
import { markdownHtml } from './web/markdown-html.ts'

/** What is read of a notebook (nbformat 4); text comes as lines or as one string. */
type Lines = string | string[]
type Cell = { cell_type?: string; source?: Lines; outputs?: { text?: Lines; data?: Record<string, Lines> }[] }

/** Output of a cell that is kept; more is data, not text. */
const longestOutput = 4000

/** Jupyter notebooks: the text as it is rendered, the code as it is, and what it printed. */
export const notebook: Format = {
  async open(bytes, name) {
    const { text, warnings } = readText(bytes, name)
    const cells = cellsOf(text)
    if (!cells) return json.open(bytes, name)
    const parts = await Promise.all(
      cells.map(async (cell) => {
        const source = join(cell.source)
        if (cell.cell_type === 'markdown') return (await markdownHtml(source)) ?? preformatted(source)
        return preformatted(source) + (cell.outputs ?? []).map(outputOf).map(preformatted).join('')
      }),
    )
    return { warnings, pages: sections(await htmlText(parts.join('\n'))) }
  },
}

const cellsOf = (text: string): Cell[] | undefined => {
  try {
    const { cells } = JSON.parse(text) as { cells?: unknown }
    return Array.isArray(cells) && cells.every((cell) => typeof cell === 'object' && cell) ? cells : undefined
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined
    throw error
  }
}

const join = (lines: Lines | undefined): string => (Array.isArray(lines) ? lines.join('') : String(lines ?? ''))

const outputOf = ({ text, data }: NonNullable<Cell['outputs']>[number]) =>
  join(text ?? data?.['text/plain']).slice(0, longestOutput)

const preformatted = (text: string) =>
  text.trim() ? `<pre>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</pre>` : ''
