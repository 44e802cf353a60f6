import { fail } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import { detect } from './detect.ts'
import type { Extraction, Format, PageContent } from './format.ts'
import { type FormatName, mediaTypeOf } from './formats.ts'
import { isLockedOffice } from './office/ole.ts'

/** Each format's code is loaded when the first document of it comes. */
const loaders: Readonly<Record<FormatName, () => Promise<Format>>> = {
  pdf: async () => (await import('./pdf/pdf.ts')).pdf,
  docx: async () => (await import('./office/docx.ts')).docx,
  pptx: async () => (await import('./office/pptx.ts')).pptx,
  xlsx: async () => (await import('./office/xlsx.ts')).xlsx,
  odt: async () => (await import('./opendocument/odt.ts')).odt,
  ods: async () => (await import('./opendocument/ods.ts')).ods,
  odp: async () => (await import('./opendocument/odp.ts')).odp,
  rtf: async () => (await import('./office/rtf.ts')).rtf,
  epub: async () => (await import('./web/epub.ts')).epub,
  html: async () => (await import('./web/html.ts')).html,
  markdown: async () => (await import('./web/markdown.ts')).markdown,
  csv: async () => (await import('./tables/csv.ts')).csv,
  json: async () => (await import('./json.ts')).json,
  notebook: async () => (await import('./notebook.ts')).notebook,
  mail: async () => (await import('./mail/mail.ts')).mail,
  code: async () => (await import('./code.ts')).code,
  plain: async () => (await import('./plain.ts')).plain,
}

/**
 * Opens a document for reading: the format is told from its bytes first, then from its name.
 * @throws AppError `document.empty`, `document.unsupported`, `document.encrypted`, `document.protected`, `document.damaged`, …
 */
export const extract = async (
  bytes: Uint8Array,
  name: string,
  password?: string,
): Promise<Extraction & { mediaType: string }> => {
  if (bytes.length === 0) fail('document.empty', words.reading.empty(name))
  const open = isLockedOffice(bytes)
    ? await (await import('./office/office-lock.ts')).unlockOffice(bytes, name, password)
    : bytes
  const found = await detect(open, name)
  const format = await loaders[found]()
  const extraction = await format.open(open, name, password, extract)
  return { ...extraction, mediaType: mediaTypeOf(found, name), pages: clean(extraction.pages) }
}

const unwanted = /(?![\t\n])\p{Cc}|\ufeff/gu

/** Pages without control characters and halves of characters, each replaced by one unit so that offsets stay. */
async function* clean(pages: Extraction['pages']): AsyncGenerator<PageContent> {
  for await (const page of pages) {
    const headings = page.headings.map((heading) => ({ ...heading, text: cleanText(heading.text) }))
    yield { ...page, text: cleanText(page.text), headings }
  }
}

const cleanText = (text: string) => text.replace(unwanted, ' ').toWellFormed()
