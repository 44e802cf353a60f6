import { fail } from '../../../base/errors.ts'
import * as words from '../../../base/words/index.ts'
import { openParts, type Parts } from '../containers/parts.ts'
import type { Format, PageContent } from '../format.ts'
import { TableText } from '../tables/table.ts'
import { type NumberFormat, numberFormat } from './number-format.ts'
import { mainPart, titleOf } from './ooxml.ts'
import { type Relation, relationsOf } from './relations.ts'
import { commentsOf, mergesOf, sharedStrings } from './xlsx-parts.ts'
import { sheetReader } from './xlsx-sheet.ts'

type Workbook = { parts: Parts; strings: readonly string[]; showNumber: NumberFormat; warnings: string[] }
type Sheet = { name: string; state: string; relation: Relation | undefined }

/** Excel workbooks: a page for each sheet, or several for a long one. Values stand as the sheet shows them. */
export const xlsx: Format = {
  async open(bytes, name) {
    const parts = await openParts(bytes, name)
    const { tree, relations } = await mainPart(parts, name)
    const pathOf = (purpose: string) => relations.find((relation) => relation.purpose === purpose)?.path ?? ''
    const isFrom1904 = /^(?:1|true)$/.test(tree.find('workbookPr')?.getAttribute('date1904') ?? '')
    const sheets = (tree.find('sheets')?.elements('sheet') ?? []).map((sheet) => ({
      name: sheet.getAttribute('name') ?? '',
      state: sheet.getAttribute('state') ?? 'visible',
      relation: relations.find(({ id }) => id === sheet.getAttribute('id')),
    }))
    if (sheets.length === 0) {
      fail('document.damaged', words.reading.damaged.noSheets(name, 'Excel or LibreOffice'))
    }
    const warnings: string[] = []
    const workbook = {
      parts,
      strings: await sharedStrings(parts, pathOf('sharedStrings')),
      showNumber: numberFormat(await parts.xml(pathOf('styles')), isFrom1904),
      warnings,
    }
    const title = await titleOf(parts)
    return { ...(title && { title }), warnings, pages: pagesOf(workbook, sheets) }
  },
}

async function* pagesOf(workbook: Workbook, sheets: readonly Sheet[]): AsyncGenerator<PageContent> {
  for (const sheet of sheets) {
    let warnings = [...(sheet.state === 'visible' ? [] : [words.warnings.hiddenSheet])]
    if (sheet.relation?.purpose !== 'worksheet') {
      yield {
        text: '',
        headings: [],
        warnings: [words.warnings.chartSheet(sheet.name)],
      }
      continue
    }
    const relations = await relationsOf(workbook.parts, sheet.relation.path)
    if (relations.some(({ purpose }) => purpose === 'drawing')) {
      warnings.push(words.warnings.pictures)
    }
    let isEmpty = true
    for await (const page of sectionsOf(workbook, sheet.name, sheet.relation.path, relations)) {
      isEmpty = false
      yield { ...page, warnings }
      warnings = []
    }
    if (isEmpty) yield { text: '', headings: [], warnings: [...warnings, words.warnings.emptySheet(sheet.name)] }
  }
}

async function* sectionsOf(
  { parts, strings, showNumber, warnings }: Workbook,
  title: string,
  path: string,
  relations: readonly Relation[],
): AsyncGenerator<PageContent> {
  const table = new TableText({ title })
  const merges = await mergesOf(parts, path)
  const reader = sheetReader({ strings, showNumber, merges, add: (row) => table.add(row) })
  for await (const piece of parts.stream(path)) {
    reader.write(piece)
    yield* table.take()
  }
  const { uncomputed } = reader.end()
  if (uncomputed > 0) {
    warnings.push(words.warnings.uncomputed(uncomputed, title))
  }
  const comments = await commentsOf(parts, relations)
  if (comments.length > 0) table.note('Comments', comments)
  yield* table.take(true)
}
