import { fail } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import { extensionOf, type FormatName, formatNamed } from './formats.ts'
import { detectOle, isOle } from './office/ole.ts'

/** Formats whose bytes show what they are; without the sign a file of that name is none. */
const signed = new Set<FormatName | undefined>(['pdf', 'docx', 'pptx', 'xlsx', 'odt', 'ods', 'odp', 'rtf', 'epub'])

/**
 * Tells a document's format from its bytes first, then from its name.
 * @throws AppError `document.unsupported`, `document.encrypted`, `document.damaged`
 */
export const detect = async (bytes: Uint8Array, name: string): Promise<FormatName> => {
  const named = formatNamed(name)
  if (isPdf(bytes, named)) return 'pdf'
  if (isZip(bytes)) return (await import('./containers/zipped.ts')).detectZipped(bytes, name)
  if (isOle(bytes)) return detectOle(bytes, name)
  if (startOf(bytes, 6).startsWith('{\\rtf')) return 'rtf'
  const { fileTypeFromBuffer } = await import('file-type')
  const type = await fileTypeFromBuffer(bytes)
  const isMistaken = type && !isTextual(type.mime) && !isText(bytes)
  if (isMistaken) fail('document.unsupported', words.reading.unsupported.kind(name, type.ext, type.mime))
  if (signed.has(named)) fail('document.damaged', words.reading.damaged.beginning(name, extensionOf(name)))
  if (named === 'mail' && !looksLikeMail(bytes)) return 'plain'
  return (named ?? 'plain') === 'plain' && looksLikeHtml(bytes) ? 'html' : (named ?? 'plain')
}

const startOf = (bytes: Uint8Array, length: number) => Buffer.from(bytes.subarray(0, length)).toString('latin1')

/** Some writers put a few bytes before the header; readers look for it in the first kilobyte. */
const isPdf = (bytes: Uint8Array, named: FormatName | undefined) => {
  const head = startOf(bytes, 1024)
  return head.startsWith('%PDF-') || (named === 'pdf' && head.includes('%PDF-'))
}

/** Starts as a ZIP does, an empty one included. */
const isZip = ([p, k, third, fourth]: Uint8Array) =>
  p === 0x50 && k === 0x4b && ((third === 3 && fourth === 4) || (third === 5 && fourth === 6))

const isTextual = (mime: string) => /^(?:text\/|application\/(?:xml|rtf)|image\/svg)/.test(mime)

/** A signature of four letters may stand in any text; what has no control character at its start is text. */
const isText = (bytes: Uint8Array) => !bytes.subarray(0, 4096).some((byte) => byte < 32 && !textControls.has(byte))
const textControls = new Set([9, 10, 12, 13, 27])

const looksLikeHtml = (bytes: Uint8Array) =>
  /^\s*(?:<\?xml[^>]*>\s*)?(?:<!doctype html|<html[\s>])/i.test(startOf(bytes, 512))

/** A header field at the start, and one that every message has. */
const looksLikeMail = (bytes: Uint8Array) => {
  const head = startOf(bytes, 16_384).replace(/^(?:\xef\xbb\xbf)?\s*(?:From .*\r?\n)?/, '')
  return /^[\w-]+:/.test(head) && /^(?:from|to|subject|date|message-id|mime-version|content-type):/im.test(head)
}
