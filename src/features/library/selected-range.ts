import type { Document } from '../../api/documents.ts'

type Click = { document: Document; among: readonly Document[]; anchor: string | undefined; isRange: boolean }

/** What is selected after a click on a row; with `isRange`, everything from the row that was clicked before. */
export const selectedAfter = (
  before: ReadonlySet<string>,
  { document, among, anchor, isRange }: Click,
): ReadonlySet<string> => {
  const selected = new Set(before)
  const isOn = !selected.has(document.id)
  const from = among.findIndex(({ id }) => id === anchor)
  const to = among.indexOf(document)
  const range = isRange && from >= 0 ? among.slice(Math.min(from, to), Math.max(from, to) + 1) : [document]
  for (const { id } of range) isOn ? selected.add(id) : selected.delete(id)
  return selected
}
