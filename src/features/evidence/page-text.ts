import { html, type TemplateResult } from 'lit'
import type { Page } from '../../api/documents.ts'
import { markedText } from '../../components/marked-text.ts'

type Range = { start: number; end: number }
type Block = Range & { kind: 'paragraph' | 'heading' | 'list' | 'table'; level?: number }

/** Paragraphs of a page's text with their places in it; blank lines divide them. */
export const paragraphs = (page: string): Range[] => {
  const found: Range[] = []
  let start = 0
  for (const { 0: gap, index } of page.matchAll(/\n[^\S\n]*(?:\n[^\S\n]*)+/g)) {
    if (page.slice(start, index).trim() !== '') found.push({ start, end: index })
    start = index + gap.length
  }
  if (page.slice(start).trim() !== '') found.push({ start, end: page.length })
  return found
}

const bar = ' | '
const item = /^\s*•\s/

/** What a page's text is made of: headings, lists, tables as they were extracted (cells between bars), paragraphs. */
const blocks = ({ text, headings = [] }: Page): Block[] => {
  const levels = new Map(headings.map(({ start, level }) => [start, level]))
  return paragraphs(text).flatMap((paragraph) => {
    const found: Block[] = []
    for (const line of linesOf(text, paragraph)) {
      const level = levels.get(line.start)
      const kind = level !== undefined ? 'heading' : kindOf(text.slice(line.start, line.end))
      const last = found.at(-1)
      if (last && kind !== 'heading' && last.kind === kind) last.end = line.end
      else found.push({ ...line, kind, ...(level !== undefined && { level }) })
    }
    return found
  })
}

const kindOf = (line: string) => (line.includes(bar) ? 'table' : item.test(line) ? 'list' : 'paragraph')

const linesOf = (text: string, { start, end }: Range): Range[] =>
  [...text.slice(start, end).matchAll(/[^\n]+/g)].map(({ 0: line, index }) => ({
    start: start + index,
    end: start + index + line.length,
  }))

/** A page's text with its structure, each part in its own direction, with a range marked. */
export const pageText = (page: Page, marked: Range | undefined): TemplateResult[] => {
  const piece = ({ start, end }: Range) => {
    const text = page.text.slice(start, end)
    return marked ? markedText(text, [[marked.start - start, marked.end - start]]) : text
  }
  return blocks(page).map((block) => {
    if (block.kind === 'heading') {
      const level = Math.min((block.level ?? 1) + 2, 6)
      return html`<p class="heading" role="heading" aria-level=${level} dir="auto">${piece(block)}</p>`
    }
    if (block.kind === 'list') {
      return html`<ul>
        ${linesOf(page.text, block).map((line) => {
          const mark = item.exec(page.text.slice(line.start, line.end))?.[0].length ?? 0
          return html`<li dir="auto">${piece({ start: line.start + mark, end: line.end })}</li>`
        })}
      </ul>`
    }
    if (block.kind === 'table') return table(page.text, block, piece)
    return html`<p dir="auto">${piece(block)}</p>`
  })
}

const table = (text: string, block: Block, piece: (range: Range) => unknown) => html`
  <div class="rows">
    <table>
      ${linesOf(text, block).map(
        (line) =>
          html`<tr>
            ${cellsOf(text, line).map((cell) => html`<td dir="auto">${label(text, cell, piece)}</td>`)}
          </tr>`,
      )}
    </table>
  </div>
`

const cellsOf = (text: string, { start, end }: Range): Range[] => {
  const cells: Range[] = []
  let at = start
  for (const part of text.slice(start, end).split(bar)) {
    cells.push({ start: at, end: at + part.length })
    at += part.length + bar.length
  }
  return cells
}

/** A cell is written as `column: value`. */
const label = (text: string, { start, end }: Range, piece: (range: Range) => unknown) => {
  const colon = text.slice(start, end).indexOf(': ')
  if (colon <= 0 || colon > 60) return piece({ start, end })
  return html`<span class="column">${piece({ start, end: start + colon + 1 })}</span> ${piece({ start: start + colon + 2, end })}`
}
