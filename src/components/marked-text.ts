import { css, html, type TemplateResult } from 'lit'

type Piece = { text: string; isMarked: boolean }

/** Cuts a text at the borders of ranges (half-open, UTF-16, in rising order; overlapping ones are joined). */
export const pieces = (text: string, ranges: readonly (readonly [number, number])[]): Piece[] => {
  const found: Piece[] = []
  let at = 0
  for (const [start, end] of ranges) {
    const from = Math.max(start, at)
    const to = Math.min(end, text.length)
    if (to <= from) continue
    if (from > at) found.push({ text: text.slice(at, from), isMarked: false })
    const before = found.at(-1)
    if (before?.isMarked) before.text += text.slice(from, to)
    else found.push({ text: text.slice(from, to), isMarked: true })
    at = to
  }
  if (at < text.length) found.push({ text: text.slice(at), isMarked: false })
  return found
}

/** Text with `<mark>` around the ranges. */
export const markedText = (text: string, ranges: readonly (readonly [number, number])[]): TemplateResult[] =>
  pieces(text, ranges).map((piece) => (piece.isMarked ? html`<mark>${piece.text}</mark>` : html`${piece.text}`))

export const markStyles = css`
  mark {
    border-radius: var(--radius-1);
    background: var(--mark);
    color: var(--on-mark);
  }
`
