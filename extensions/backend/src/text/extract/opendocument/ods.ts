import { fail } from '../../../base/errors.ts'
import * as words from '../../../base/words/index.ts'
import type { Parts } from '../containers/parts.ts'
import type { Format, PageContent } from '../format.ts'
import { openOdf } from './odf.ts'
import { type OdsSheet, odsReader } from './ods-sheets.ts'

/** Spreadsheets of LibreOffice: a page for each sheet, or several for a long one. Values stand as the sheet shows them. */
export const ods: Format = {
  async open(bytes, name, password) {
    const { parts, title } = await openOdf(bytes, name, password)
    if (!parts.has('content.xml')) {
      fail('document.damaged', words.reading.damaged.noSheets(name, 'LibreOffice'))
    }
    return { ...(title && { title }), warnings: [], pages: pagesOf(parts) }
  },
}

async function* pagesOf(parts: Parts): AsyncGenerator<PageContent> {
  const sheets: OdsSheet[] = []
  const told = new Set<OdsSheet>()
  const reader = odsReader(sheets)

  function* finished(): Generator<PageContent> {
    for (let sheet = sheets[0]; sheet; sheet = sheets[0]) {
      for (const page of sheet.table.take(sheet.isEnded)) {
        yield { ...page, warnings: told.has(sheet) ? [] : warningsOf(sheet) }
        told.add(sheet)
      }
      if (!sheet.isEnded) return
      sheets.shift()
      if (told.has(sheet)) continue
      yield { text: '', headings: [], warnings: [...warningsOf(sheet), words.warnings.emptySheet(sheet.name)] }
    }
  }

  for await (const piece of parts.stream('content.xml')) {
    reader.write(piece)
    yield* finished()
  }
  reader.end()
  for (const sheet of sheets) sheet.isEnded = true
  yield* finished()
}

const warningsOf = ({ isHidden, hasPictures }: OdsSheet): string[] => [
  ...(isHidden ? [words.warnings.hiddenSheet] : []),
  ...(hasPictures ? [words.warnings.pictures] : []),
]
