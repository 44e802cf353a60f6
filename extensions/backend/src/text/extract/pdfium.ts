import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { init, type WrappedPdfiumModule } from '@embedpdf/pdfium'
import { fail } from '../../errors.ts'
import { programFolder } from '../../runtime.ts'
import { locked } from './locked.ts'

export type Pdfium = WrappedPdfiumModule

declare const __AIOS_VERSION__: string | undefined

/** In a bundle it lies beside the worker's file, from source in its package. */
const wasmFile = () =>
  typeof __AIOS_VERSION__ === 'string'
    ? join(programFolder, 'pdfium.wasm')
    : createRequire(import.meta.url).resolve('@embedpdf/pdfium/pdfium.wasm')

let loading: Promise<Pdfium> | undefined

/** PDFium, loaded once a thread. */
export const loadPdfium = (): Promise<Pdfium> => {
  loading ??= (async () => {
    const file = readFileSync(wasmFile())
    const wasmBinary = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer
    const pdfium = await init({ wasmBinary })
    pdfium.PDFiumExt_Init()
    return pdfium
  })()
  return loading
}

/** FPDF_GetLastError, fpdfview.h */
const passwordError = 4
const securityError = 5

/** A PDF opened in PDFium's memory; disposing of it frees that. */
export type PdfFile = Disposable & { pdfium: Pdfium; handle: number; pageCount: number }

/**
 * The password is tried when the file does not open without one.
 * @throws AppError `document.encrypted`, `document.damaged` (409)
 */
export const openPdf = async (bytes: Uint8Array, name: string, password = ''): Promise<PdfFile> => {
  const pdfium = await loadPdfium()
  const memory = allocate(pdfium, bytes.length)
  memoryOf(pdfium).set(bytes, memory)
  const load = (secret: string) => pdfium.FPDF_LoadMemDocument(memory, bytes.length, secret)
  const handle = load('') || (password && pdfium.FPDF_GetLastError() === passwordError ? load(password) : 0)
  if (handle === 0) {
    const error = pdfium.FPDF_GetLastError()
    pdfium.pdfium.wasmExports.free(memory)
    if (error === passwordError || error === securityError) {
      locked(name, password)
    }
    const why = `${name} is damaged: it cannot be opened as a PDF. Get it again, or print it to a new PDF.`
    fail('document.damaged', why, { status: 409 })
  }
  return {
    pdfium,
    handle,
    pageCount: pdfium.FPDF_GetPageCount(handle),
    [Symbol.dispose]() {
      pdfium.FPDF_CloseDocument(handle)
      pdfium.pdfium.wasmExports.free(memory)
    },
  }
}

/** @throws AppError `document.memory` when PDFium's memory is used up */
export const allocate = ({ pdfium }: Pdfium, bytes: number): number =>
  pdfium.wasmExports.malloc(bytes) || fail('document.memory', 'It needs more memory than a document may use.')

/** Looked up at each use: PDFium's memory moves when it grows. */
export const memoryOf = ({ pdfium }: Pdfium): Uint8Array => (pdfium as unknown as { HEAPU8: Uint8Array }).HEAPU8
