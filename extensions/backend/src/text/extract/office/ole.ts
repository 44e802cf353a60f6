import { fail } from '../../../base/errors.ts'
import { extensionOf, formatNamed } from '../formats.ts'

const signature = Buffer.from('d0cf11e0a1b11ae1', 'hex')

/** Whether it is a compound file (MS-CFB): Office before 2007, Outlook's messages, and Office files with a password. */
export const isOle = (bytes: Uint8Array) => signature.equals(bytes.subarray(0, signature.length))

/** What stands in such a file, by the name of its main stream. */
const kinds = [
  ['WordDocument', 'a Word 97–2003 document (.doc)', 'Open it in Word or LibreOffice, save it as DOCX'],
  ['PowerPoint Document', 'a PowerPoint 97–2003 file (.ppt)', 'Open it in PowerPoint or LibreOffice, save it as PPTX'],
  ['Workbook', 'an Excel 97–2003 workbook (.xls)', 'Open it in Excel or LibreOffice, save it as XLSX'],
  ['Book', 'an Excel 5.0/95 workbook (.xls)', 'Open it in Excel or LibreOffice, save it as XLSX'],
  ['__properties_version1.0', 'an Outlook message (.msg)', 'Save it from Outlook as EML or PDF'],
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
  if (kind) {
    const [, what, advice] = kind
    fail('document.unsupported', `${name} is ${what}, which AIOS does not read. ${advice} and add that.`)
  }
  if (formatNamed(name)) {
    fail('document.damaged', `${name} is damaged: its directory cannot be read. Get it again from where it came from.`)
  }
  return fail(
    'document.unsupported',
    `${name} is a compound file of a kind that AIOS does not read. Save it as PDF or DOCX and add that.`,
  )
}
