import { fail } from '../../../base/errors.ts'
import * as words from '../../../base/words/index.ts'
import { extensionOf, formatNamed } from '../formats.ts'

const signature = Buffer.from('d0cf11e0a1b11ae1', 'hex')

/** Whether it is a compound file (MS-CFB): Office before 2007, Outlook's messages, and Office files with a password. */
export const isOle = (bytes: Uint8Array) => signature.equals(bytes.subarray(0, signature.length))

/** What stands in such a file, by the name of its main stream. */
const kinds = [
  ['WordDocument', 'doc'],
  ['PowerPoint Document', 'ppt'],
  ['Workbook', 'xls'],
  ['Book', 'xls95'],
  ['__properties_version1.0', 'msg'],
] as const
const byExtension: Readonly<Record<string, string>> = {
  doc: 'WordDocument',
  ppt: 'PowerPoint Document',
  xls: 'Workbook',
}

/** Names stand in the directory as UTF-16; a search finds them wherever its sectors are, in damaged files too. */
const finder = (bytes: Uint8Array) => {
  const directory = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return (stream: string) => directory.includes(Buffer.from(`${stream}\0`, 'utf16le'))
}

/** Whether it is a compound file around an Office file with a password. */
export const isLockedOffice = (bytes: Uint8Array): boolean => {
  const has = finder(bytes)
  return isOle(bytes) && (has('EncryptedPackage') || has('EncryptionInfo'))
}

/** @throws AppError always: `document.unsupported` or `document.damaged`, with what to do */
export const detectOle = (bytes: Uint8Array, name: string): never => {
  const has = finder(bytes)
  const expected = byExtension[extensionOf(name)]
  const kind =
    kinds.find(([stream]) => stream === expected && has(stream)) ?? kinds.find(([stream]) => has(stream)) ?? undefined
  if (kind) fail('document.unsupported', words.reading.unsupported.old[kind[1]](name))
  if (formatNamed(name)) fail('document.damaged', words.reading.damaged.directory(name))
  return fail('document.unsupported', words.reading.unsupported.compound(name))
}
