import { fail } from '../../errors.ts'
import type { Extraction, Format } from './format.ts'

/** Each format's code is loaded when the first document of it comes. */
const formats = {
  pdf: async () => (await import('./pdf.ts')).pdf,
  docx: async () => (await import('./docx.ts')).docx,
  html: async () => (await import('./html.ts')).html,
  markdown: async () => (await import('./markdown.ts')).markdown,
  plain: async () => (await import('./plain.ts')).plain,
} satisfies Record<string, () => Promise<Format>>
type FormatName = keyof typeof formats

const byExtension: Readonly<Record<string, FormatName>> = {
  pdf: 'pdf',
  docx: 'docx',
  docm: 'docx',
  dotx: 'docx',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  md: 'markdown',
  markdown: 'markdown',
  mdown: 'markdown',
  mkd: 'markdown',
  mdx: 'markdown',
}
const bySignature: Readonly<Record<string, FormatName>> = {
  pdf: 'pdf',
  docx: 'docx',
  docm: 'docx',
  dotx: 'docx',
  html: 'html',
}

/**
 * Opens a document for reading: the format is told from its bytes first, then from its name.
 * @throws AppError `document.empty`, `document.unsupported`, `document.encrypted`, `document.damaged`, …
 */
export const extract = async (bytes: Uint8Array, name: string): Promise<Extraction> => {
  if (bytes.length === 0)
    fail('document.empty', `${name} is empty: it has no bytes. Check the file, then add it again.`)
  const format = await formats[await formatOf(bytes, name)]()
  return format.open(bytes, name)
}

const formatOf = async (bytes: Uint8Array, name: string): Promise<FormatName> => {
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  const named = byExtension[extension]
  const { fileTypeFromBuffer } = await import('file-type')
  const type = await fileTypeFromBuffer(bytes)
  const signed = type && bySignature[type.ext]
  if (signed) return signed
  if (type?.ext === 'cfb' && named === 'docx') {
    fail('document.encrypted', `${name} is protected with a password. Save a copy without it in Word and add that.`)
  }
  if (named === 'pdf' && isPdf(bytes)) return 'pdf'
  const isMistaken = type && !isTextual(type.mime) && !isText(bytes)
  if (isMistaken) fail('document.unsupported', unsupported(name, type))
  if (named === 'pdf' || named === 'docx') {
    fail(
      'document.damaged',
      `${name} is not a ${named.toUpperCase()} file, or its beginning is damaged. Get it again from where it came from.`,
    )
  }
  if (type?.ext === 'rtf') fail('document.unsupported', unsupported(name, type))
  return named ?? (looksLikeHtml(bytes) ? 'html' : 'plain')
}

const isTextual = (mime: string) => /^(?:text\/|application\/(?:xml|rtf)|image\/svg)/.test(mime)

/** A signature of four letters may stand in any text; what has no control character at its start is text. */
const isText = (bytes: Uint8Array) => !bytes.subarray(0, 4096).some((byte) => byte < 32 && !textControls.has(byte))
const textControls = new Set([9, 10, 12, 13, 27])

/** Some writers put a few bytes before the header; readers look for it in the first kilobyte. */
const isPdf = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, 1024)).includes('%PDF-')

const looksLikeHtml = (bytes: Uint8Array) =>
  /^\s*(?:<\?xml[^>]*>\s*)?(?:<!doctype html|<html[\s>])/i.test(Buffer.from(bytes.subarray(0, 512)).toString('latin1'))

const unsupported = (name: string, type: { ext: string; mime: string }) =>
  `${name} is ${article(type.ext)} ${type.ext.toUpperCase()} file (${type.mime}), which AIOS does not read. Save it as PDF, DOCX, HTML, Markdown or plain text and add that.`

const article = (word: string) => (/^[aefhilmnorsx]/i.test(word) ? 'an' : 'a')
