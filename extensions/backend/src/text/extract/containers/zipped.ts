import { fail } from '../../../base/errors.ts'
import * as words from '../../../base/words/index.ts'
import { extensionOf, type FormatName } from '../formats.ts'
import { openParts, type Parts } from './parts.ts'

/** Formats by what `mimetype`, the first file of theirs, says. */
const byMimetype: readonly (readonly [RegExp, FormatName])[] = [
  [/^application\/epub\+zip/, 'epub'],
  [/^application\/vnd\.oasis\.opendocument\.text(?:-template|-master)?$/, 'odt'],
  [/^application\/vnd\.oasis\.opendocument\.spreadsheet(?:-template)?$/, 'ods'],
  [/^application\/vnd\.oasis\.opendocument\.presentation(?:-template)?$/, 'odp'],
]

/** Formats by the content type of their main part. */
const byContentType: readonly (readonly [RegExp, FormatName])[] = [
  [/wordprocessingml\.(?:document|template)\.main|ms-word\.(?:document|template)\.macroEnabled/i, 'docx'],
  [/presentationml\.(?:presentation|slideshow|template)\.main|ms-powerpoint\.\w+\.macroEnabled\.main/i, 'pptx'],
  [/spreadsheetml\.(?:sheet|template)\.main|ms-excel\.(?:sheet|template)\.macroEnabled\.main/i, 'xlsx'],
]

const apple: Readonly<Record<string, string>> = { pages: 'DOCX', numbers: 'XLSX', key: 'PPTX' }

/**
 * Which format a document that is a ZIP has.
 * @throws AppError `document.unsupported`, `document.encrypted`, `document.damaged`, `document.bomb`
 */
export const detectZipped = async (bytes: Uint8Array, name: string): Promise<FormatName> => {
  const parts = await openParts(bytes, name)
  const mimetype = await textOf(parts, 'mimetype')
  const contentTypes = await textOf(parts, '[Content_Types].xml')
  const known =
    byMimetype.find(([type]) => type.test(mimetype)) ?? byContentType.find(([type]) => type.test(contentTypes))
  if (known) return known[1]
  if (parts.has('META-INF/container.xml') && extensionOf(name) === 'epub') return 'epub'
  return fail('document.unsupported', whyNot(parts, name, contentTypes))
}

const whyNot = (parts: Parts, name: string, contentTypes: string): string => {
  if (contentTypes.includes('ms-excel.sheet.binary')) {
    return words.reading.unsupported.binaryExcel(name)
  }
  const wanted = apple[extensionOf(name)]
  if (wanted && parts.paths.some((path) => path.startsWith('Index'))) {
    return words.reading.unsupported.iWork(name, wanted)
  }
  if (contentTypes || parts.has('mimetype')) {
    return words.reading.unsupported.office(name)
  }
  return words.reading.unsupported.zip(name)
}

/** Short parts only, for a look at what stands at their beginning. */
const textOf = async (parts: Parts, path: string): Promise<string> => {
  let text = ''
  for await (const piece of parts.stream(path)) {
    text += piece.toString('latin1')
    if (text.length > 1_000_000) break
  }
  return text.trim()
}
