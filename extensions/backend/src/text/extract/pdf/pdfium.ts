import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { init, type WrappedPdfiumModule } from '@embedpdf/pdfium'
import { fail, outOfMemory } from '../../../base/errors.ts'
import * as words from '../../../base/words/index.ts'
import { programFolder } from '../../../runtime.ts'
import { locked } from '../containers/locked.ts'
import { type WasmMemory, wasmMemory } from './wasm-memory.ts'

type Pdfium = WrappedPdfiumModule

declare const __AIOS_VERSION__: string | undefined

/** In a bundle it lies beside the worker's file, from source in its package. */
const wasmFile = () =>
  typeof __AIOS_VERSION__ === 'string'
    ? join(programFolder, 'pdfium.wasm')
    : createRequire(import.meta.url).resolve('@embedpdf/pdfium/pdfium.wasm')

type Loaded = { pdfium: Pdfium; memory: WasmMemory }
let loading: Promise<Loaded> | undefined

const load = async (): Promise<Loaded> => {
  const memory = wasmMemory()
  const pdfium = await init({
    instantiateWasm(imports: Imports, receive: (instance: WebAssembly.Instance) => void) {
      const { emscripten_resize_heap: grow } = imports.env
      const env = {
        ...imports.env,
        emscripten_resize_heap: (bytes: number) => memory.mayGrow(bytes >>> 0) && grow(bytes),
      }
      void WebAssembly.instantiate(readFileSync(wasmFile()), { ...imports, env }).then(({ instance }) =>
        receive(instance),
      )
      return {}
    },
    // Its last words, which come as an error, too.
    printErr: () => undefined,
  } as Parameters<typeof init>[0])
  pdfium.PDFiumExt_Init()
  return { pdfium, memory }
}

type Imports = WebAssembly.Imports & { env: { emscripten_resize_heap: (bytes: number) => boolean } }

/** PDFium, loaded once a thread, and anew once it ran out of memory. */
const loadPdfium = (): Promise<Loaded> => {
  loading ??= load()
  return loading
}

/** FPDF_GetLastError, fpdfview.h */
const passwordError = 4
const securityError = 5

/** A PDF opened in PDFium's memory; disposing of it frees that. */
export type PdfFile = Disposable & { pdfium: Pdfium; memory: WasmMemory; handle: number; pageCount: number }

/**
 * The password is tried when the file does not open without one.
 * @throws AppError `document.encrypted`, `document.memory`, `document.damaged` (409)
 */
export const openPdf = async (bytes: Uint8Array, name: string, password = ''): Promise<PdfFile> => {
  const { pdfium, memory } = await loadPdfium()
  const release = memory.hold(bytes.length)
  try {
    const [place, handle] = bounded(memory, () => openAt(pdfium, bytes, password))
    if (handle === 0) {
      const error = pdfium.FPDF_GetLastError()
      pdfium.pdfium.wasmExports.free(place)
      if (error === passwordError || error === securityError) locked(name, password)
      fail('document.damaged', words.reading.damaged.pdf(name), { status: 409 })
    }
    return {
      pdfium,
      memory,
      handle,
      pageCount: pdfium.FPDF_GetPageCount(handle),
      [Symbol.dispose]() {
        release()
        if (memory.isExhausted) return
        pdfium.FPDF_CloseDocument(handle)
        pdfium.pdfium.wasmExports.free(place)
      },
    }
  } catch (error) {
    release()
    throw error
  }
}

const openAt = (pdfium: Pdfium, bytes: Uint8Array, password: string): [place: number, handle: number] => {
  const place = allocate(pdfium, bytes.length)
  memoryOf(pdfium).set(bytes, place)
  const open = (secret: string) => pdfium.FPDF_LoadMemDocument(place, bytes.length, secret)
  return [place, open('') || (password && pdfium.FPDF_GetLastError() === passwordError ? open(password) : 0)]
}

/**
 * What PDFium does for a document. Where it wants more memory than that may take, it may give up, or go on with a part
 * and say nothing; both end the document, and the instance.
 * @throws AppError `document.memory`
 */
export const bounded = <T>(memory: WasmMemory, work: () => T): T => {
  try {
    const result = work()
    if (!memory.isExhausted) return result
  } catch (error) {
    if (!memory.isExhausted) throw error
  }
  loading = undefined
  throw outOfMemory()
}

/** @throws AppError `document.memory` when PDFium's memory is used up */
export const allocate = ({ pdfium }: Pdfium, bytes: number): number => {
  const place = pdfium.wasmExports.malloc(bytes)
  if (place === 0) throw outOfMemory()
  return place
}

/** Looked up at each use: PDFium's memory moves when it grows. */
export const memoryOf = ({ pdfium }: Pdfium): Uint8Array => (pdfium as unknown as { HEAPU8: Uint8Array }).HEAPU8
