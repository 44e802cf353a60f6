import type { PdfFile } from './pdfium.ts'
import { allocate, memoryOf } from './pdfium.ts'

/** One character as PDFium gives it, in points from the page's lower left corner. */
export type Glyph = {
  code: number
  left: number
  right: number
  top: number
  bottom: number
  /** Where it starts on its baseline. */
  x: number
  y: number
  /** Font size in points. */
  size: number
  /** Quarter turns of its writing direction, counterclockwise: 0 for left to right. */
  turn: number
  /** Not on the page: a space or line end that PDFium inferred. */
  isGenerated: boolean
  isHyphen: boolean
  /** Its font does not say which letter it is. */
  isUnknown: boolean
}

/** What stands on a page: its glyphs in the order in which they were drawn, and its size in points. */
type PdfPage = { glyphs: Glyph[]; width: number; height: number }

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
  const memory = allocate(pdfium, 56)
  const [box, matrix, origin] = [memory, memory + 16, memory + 40]
  try {
    for (let index = 0; index < count; index++) {
      pdfium.FPDFText_GetLooseCharBox(text, index, box)
      const hasMatrix = pdfium.FPDFText_GetMatrix(text, index, matrix)
      pdfium.FPDFText_GetCharOrigin(text, index, origin, origin + 8)
      const bytes = memoryOf(pdfium)
      const view = new DataView(bytes.buffer, bytes.byteOffset + memory, 56)
      // FS_RECTF: left, top, right, bottom. FS_MATRIX: a, b, c, d, e, f.
      const [a, b, c, d] = hasMatrix ? [16, 20, 24, 28].map((at) => view.getFloat32(at, true)) : [1, 0, 0, 1]
      glyphs.push({
        code: pdfium.FPDFText_GetUnicode(text, index),
        left: view.getFloat32(0, true),
        top: view.getFloat32(4, true),
        right: view.getFloat32(8, true),
        bottom: view.getFloat32(12, true),
        x: view.getFloat64(40, true),
        y: view.getFloat64(48, true),
        size: pdfium.FPDFText_GetFontSize(text, index) * (Math.hypot(c ?? 0, d ?? 1) || 1),
        turn: (Math.round(Math.atan2(b ?? 0, a ?? 1) / (Math.PI / 2)) + 4) % 4,
        isGenerated: pdfium.FPDFText_IsGenerated(text, index) === 1,
        isHyphen: pdfium.FPDFText_IsHyphen(text, index) === 1,
        isUnknown: pdfium.FPDFText_HasUnicodeMapError(text, index) === 1,
      })
    }
    return glyphs
  } finally {
    pdfium.pdfium.wasmExports.free(memory)
  }
}
