import { fail } from '../../../base/errors.ts'
import * as words from '../../../base/words/index.ts'
import { layOut } from './pdf-layout.ts'
import { readGlyphs } from './pdf-page.ts'
import { allocate, bounded, memoryOf, openPdf, type PdfFile } from './pdfium.ts'

type RenderOptions = {
  /** 1-based */
  page: number
  /** Pixels */
  width: number
  /** UTF-16 ranges of the page's text as extraction gave it. */
  marks?: readonly (readonly [start: number, end: number])[]
  password?: string | undefined
}

/** What the marks cover of a picture, as shares of its width and height from its upper left corner. */
type Marked = { left: number; top: number; right: number; bottom: number }
export type Picture = { png: Uint8Array<ArrayBuffer>; marked?: Marked }

/** Page pictures higher than this many pixels would not fit into memory; the width is made smaller instead. */
const highest = 8000
/** FPDF_ANNOT | FPDF_LCD_TEXT off; BGRA in memory, so red and blue are swapped: FPDF_REVERSE_BYTE_ORDER. */
const renderFlags = 0x01 | 0x10
const bgra = 4

/** A page of a PDF as PNG, with the marked text under a translucent colour. @throws AppError `page.unknown` (404) */
export const renderPage = async (
  bytes: Uint8Array,
  { page, width, marks = [], password }: RenderOptions,
): Promise<Picture> => {
  using file = await openPdf(bytes, words.reading.document, password)
  if (page < 1 || page > file.pageCount)
    fail('page.unknown', words.reading.noPage(page, file.pageCount), { status: 404 })
  const { encode } = await import('fast-png')
  const { marked, ...picture } = bounded(file.memory, () => paint(file, page, width, marks))
  const png = encode({ ...picture, channels: 4, depth: 8 }) as Uint8Array<ArrayBuffer>
  return { png, ...(marked && { marked }) }
}

const paint = (file: PdfFile, number: number, wanted: number, marks: readonly (readonly [number, number])[]) => {
  const { pdfium, handle } = file
  const page = pdfium.FPDF_LoadPage(handle, number - 1)
  if (page === 0) return fail('page.damaged', words.reading.undrawablePage(number), { status: 422 })
  try {
    const points = { width: pdfium.FPDF_GetPageWidthF(page), height: pdfium.FPDF_GetPageHeightF(page) }
    const scale = Math.min(wanted / points.width, highest / points.height)
    const pixels = (length: number) => Math.max(1, Math.round(length * scale) || 1)
    const [width, height] = [pixels(points.width), pixels(points.height)]
    const data = rasterize(file, page, width, height)
    const boxes = markBoxes(file, page, marks).map((box) => toPixels(file, page, width, height, box))
    for (const box of boxes) tint(data, width, height, box)
    return { width, height, data, marked: around(boxes, width, height) }
  } finally {
    pdfium.FPDF_ClosePage(page)
  }
}

const rasterize = ({ pdfium }: PdfFile, page: number, width: number, height: number): Uint8Array => {
  const stride = width * 4
  const memory = allocate(pdfium, stride * height)
  try {
    const bitmap = pdfium.FPDFBitmap_CreateEx(width, height, bgra, memory, stride)
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xffffffff)
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, renderFlags)
    pdfium.FPDFBitmap_Destroy(bitmap)
    return memoryOf(pdfium).slice(memory, memory + stride * height)
  } finally {
    pdfium.pdfium.wasmExports.free(memory)
  }
}

/** In points from the lower left corner. */
type Box = { left: number; right: number; top: number; bottom: number }

/** One box for each line that a mark covers. */
const markBoxes = (file: PdfFile, page: number, marks: readonly (readonly [number, number])[]): Box[] => {
  if (marks.length === 0) return []
  const text = file.pdfium.FPDFText_LoadPage(page)
  if (text === 0) return []
  try {
    const glyphs = readGlyphs(file, text)
    const { sources } = layOut(glyphs)
    return marks.flatMap(([start, end]) => {
      const boxes: Box[] = []
      for (const source of sources.slice(start, end)) {
        const glyph = glyphs[source]
        if (!glyph || glyph.isGenerated || glyph.right <= glyph.left) continue
        const last = boxes.at(-1)
        if (last && isSameLine(last, glyph)) grow(last, glyph)
        else boxes.push({ left: glyph.left, right: glyph.right, top: glyph.top, bottom: glyph.bottom })
      }
      return boxes
    })
  } finally {
    file.pdfium.FPDFText_ClosePage(text)
  }
}

const isSameLine = (box: Box, glyph: Box) => {
  const overlap = Math.min(box.top, glyph.top) - Math.max(box.bottom, glyph.bottom)
  const height = Math.min(box.top - box.bottom, glyph.top - glyph.bottom)
  return (
    overlap > height / 2 && glyph.left - box.right < (box.top - box.bottom) * 2 && box.left - glyph.right < height * 2
  )
}

const grow = (box: Box, { left, right, top, bottom }: Box) => {
  box.left = Math.min(box.left, left)
  box.right = Math.max(box.right, right)
  box.top = Math.max(box.top, top)
  box.bottom = Math.min(box.bottom, bottom)
}

/** PDFium knows how the page is turned and cropped. */
const toPixels = ({ pdfium }: PdfFile, page: number, width: number, height: number, box: Box) => {
  const memory = allocate(pdfium, 8)
  const at = (x: number, y: number) => {
    pdfium.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, memory, memory + 4)
    const bytes = memoryOf(pdfium)
    const view = new DataView(bytes.buffer, bytes.byteOffset + memory, 8)
    return [view.getInt32(0, true), view.getInt32(4, true)] as const
  }
  try {
    const [x1, y1] = at(box.left, box.top)
    const [x2, y2] = at(box.right, box.bottom)
    return {
      left: Math.min(x1, x2) - 1,
      right: Math.max(x1, x2) + 1,
      top: Math.min(y1, y2) - 1,
      bottom: Math.max(y1, y2) + 1,
    }
  } finally {
    pdfium.pdfium.wasmExports.free(memory)
  }
}

const around = (boxes: readonly Box[], width: number, height: number): Marked | undefined => {
  if (boxes.length === 0) return undefined
  const share = (value: number, of: number) => Math.min(1, Math.max(0, value / of))
  return {
    left: share(Math.min(...boxes.map(({ left }) => left)), width),
    top: share(Math.min(...boxes.map(({ top }) => top)), height),
    right: share(Math.max(...boxes.map(({ right }) => right)), width),
    bottom: share(Math.max(...boxes.map(({ bottom }) => bottom)), height),
  }
}

/** A highlighter's yellow; multiplied, so that letters stay as dark as they are. */
const colour = [255, 226, 92] as const

const tint = (data: Uint8Array, width: number, height: number, { left, right, top, bottom }: Box) => {
  for (let y = Math.max(0, top); y < Math.min(height, bottom); y++) {
    for (let x = Math.max(0, left); x < Math.min(width, right); x++) {
      const at = (y * width + x) * 4
      for (let channel = 0; channel < 3; channel++) {
        data[at + channel] = ((data[at + channel] as number) * (colour[channel] as number)) / 255
      }
    }
  }
}
