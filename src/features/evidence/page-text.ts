import { html, type TemplateResult } from 'lit'
import { markedText } from '../../components/marked-text.ts'

type Range = { start: number; end: number }

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

/** A page's text, each paragraph in its own direction, with a range marked. */
export const pageText = (page: string, marked: Range | undefined): TemplateResult[] =>
  paragraphs(page).map(({ start, end }) => {
    const text = page.slice(start, end)
    if (!marked) return html`<p dir="auto">${text}</p>`
    return html`<p dir="auto">${markedText(text, [[marked.start - start, marked.end - start]])}</p>`
  })
