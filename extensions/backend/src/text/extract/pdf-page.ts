import type { Glyph } from './pdf-layout.ts'
import type { PdfFile } from './pdfium.ts'
import { allocate, memoryOf } from './pdfium.ts'

/** What stands on a page: its glyphs in the order in which they were drawn, and its size in points. */
export type PdfPage = { glyphs: Glyph[]; width: number; height: number }

/** Glyphs of one page beyond which the rest is left out: no page has so many on purpose. */
const mostGlyphs = 200_000

/** Reads page `number` (1-based). Undefined when PDFium cannot load it. */
export const readPage = (file: PdfFile, number: number): PdfPage | undefined => {
  const { pdfium, handle } = file
  const page = pdfium.FPDF_LoadPage(handle, number - 1)
  if (page === 0) return undefined
  const text = pdfium.FPDFText_LoadPage(page)
  try {
    const glyphs = text === 0 ? [] : readGlyphs(file, text)
    return { glyphs, width: pdfium.FPDF_GetPageWidthF(page), height: pdfium.FPDF_GetPageHeightF(page) }
  } finally {
    if (text !== 0) pdfium.FPDFText_ClosePage(text)
    pdfium.FPDF_ClosePage(page)
  }
}

/** The glyphs of an open text page, in drawing order. */
export const readGlyphs = ({ pdfium }: PdfFile, text: number): Glyph[] => {
  const glyphs: Glyph[] = []
  const count = Math.min(pdfium.FPDFText_CountChars(text), mostGlyphs)
  const box = allocate(pdfium, 16)
  try {
    for (let index = 0; index < count; index++) {
      const code = pdfium.FPDFText_GetUnicode(text, index)
      const isGenerated = pdfium.FPDFText_IsGenerated(text, index) === 1
      pdfium.FPDFText_GetLooseCharBox(text, index, box)
      const memory = memoryOf(pdfium)
      // FS_RECTF: left, top, right, bottom
      const view = new DataView(memory.buffer, memory.byteOffset + box, 16)
      const [left, top, right, bottom] = [0, 4, 8, 12].map((at) => view.getFloat32(at, true)) as [
        number,
        number,
        number,
        number,
      ]
      const isHyphen = pdfium.FPDFText_IsHyphen(text, index) === 1
      glyphs.push({ code, left, right, top, bottom, isGenerated, isHyphen })
    }
    return glyphs
  } finally {
    pdfium.pdfium.wasmExports.free(box)
  }
}
