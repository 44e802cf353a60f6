import { isLabel, type Labels, type Row } from './table-header.ts'

/** A row longer than this is written on several lines, each with its first cell again. */
const widest = 900
/** A first cell that is longer is no name for the row. */
const longestKey = 120

/**
 * A row as text: every cell with the label of its column, bars between them. A long row takes several lines; a lone cell
 * is marked as an item, since no bar keeps it apart from the next line.
 */
export const rowLines = ({ cells }: Row, labels: Labels): string[] => {
  const [lone] = cells
  // Words alone in the row of a wide table are the name of the rows below, not a value of the column they happen to be in.
  if (lone && cells.length === 1 && labels.size > 2 && isLabel(lone.text)) return [`• ${oneLine(lone.text)}`]
  const texts = cells.map(({ column, text }) => {
    const label = labels.get(column)?.replace(/[\s:]+$/, '')
    const value = oneLine(text)
    return label ? `${label}: ${value}` : value
  })
  const [key = ''] = texts
  if (texts.length === 1) return [`• ${key}`]
  const lines: string[] = []
  let line = ''
  for (const text of texts) {
    if (line && line.length + text.length > widest) {
      lines.push(line)
      line = key.length <= longestKey && key !== text ? key : ''
    }
    line += line ? ` | ${text}` : text
  }
  return [...lines, line]
}

export const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()
