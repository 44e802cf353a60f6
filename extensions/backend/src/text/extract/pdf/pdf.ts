import { fail } from '../../../base/errors.ts'
import * as words from '../../../base/words/index.ts'
import type { Format, PageContent } from '../format.ts'
import { BodySize, headingsOf } from './pdf-headings.ts'
import { layOut } from './pdf-layout.ts'
import { readPage } from './pdf-page.ts'
import { bounded, openPdf, type PdfFile } from './pdfium.ts'

/** Pages looked at beforehand to learn the size of the body's letters. */
const sampled = 8

export const pdf: Format = {
  async open(bytes, name, password) {
    const file = await openPdf(bytes, name, password)
    if (file.pageCount === 0) {
      file[Symbol.dispose]()
      fail('document.damaged', words.reading.damaged.noPages(name))
    }
    return { pageCount: file.pageCount, warnings: [], pages: pagesOf(file) }
  },
}

function* pagesOf(file: PdfFile): Generator<PageContent> {
  using opened = file
  const body = bodySize(opened)
  for (let number = 1; number <= opened.pageCount; number++) {
    const page = bounded(opened.memory, () => readPage(opened, number))
    if (!page) {
      yield { text: '', headings: [], warnings: [words.warnings.damagedPage] }
      continue
    }
    const layout = layOut(page.glyphs)
    const { width, height } = page
    const hasWords = /[\p{L}\p{N}]/u.test(layout.text)
    const warnings = hasWords ? [] : [words.warnings.noText.page]
    yield { text: layout.text, headings: headingsOf(layout, body), width, height, warnings }
  }
}

const bodySize = (file: PdfFile): number => {
  const sizes = new BodySize()
  const step = Math.max(1, Math.floor(file.pageCount / sampled))
  for (let number = 1; number <= file.pageCount; number += step) {
    const page = bounded(file.memory, () => readPage(file, number))
    if (page) sizes.add(layOut(page.glyphs))
  }
  return sizes.value
}
