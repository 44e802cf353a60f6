import { count, fileOf, gigabytes, megabytes, number, seconds } from './format.ts'

const newCopy = 'Get a new copy of the file.'
const saveAgain = (program = 'the program that made it') => `Open it in ${program} and save it again.`
const saveAs = 'Save it as PDF, DOCX, HTML, Markdown or plain text and add that.'

const bomb = (name: string, why: string) =>
  `${name} wasn’t unpacked because it ${why}, which isn’t normal for documents. Unpack it yourself and add the files you need.`

/** Why a document cannot be read. */
export const reading = {
  /** In place of a name, where one document is looked at. */
  document: 'The document',
  empty: (name: string) => `${name} is empty (0 bytes). Check the file and add it again.`,
  noSlides: (name: string) => `${name} has no slides. Check the file and add it again.`,
  tooMuchMemory: 'Reading this takes more memory than a document may use. Split it, or save it in another format.',
  stuck: (milliseconds: number) =>
    `Reading made no progress for ${seconds(milliseconds)} and was stopped. Save the file in another format, or retry.`,
  longPart: (name: string) => `${name} has more text in one part than AIOS can read. Split it and add the parts.`,
  tooMuchText: (name: string) => `${name} has more text than AIOS can index. Split it.`,
  repeatedText: (name: string, perByte: number) =>
    `${name} has more than ${perByte} characters of text for each byte of the file, so some of its content must repeat endlessly. Open it in its program, remove that and add it again.`,
  noPage: (page: number, pages: number) => `There is no page ${page}. The document has ${count(pages, 'page')}.`,
  undrawablePage: (page: number) => `Page ${page} is damaged and can’t be shown.`,

  locked: {
    noPassword: (name: string) =>
      `${name} is password-protected. Enter the password, or save a copy without one and add that.`,
    wrongPassword: (name: string) => `That isn’t the password for ${name}. Check it and try again.`,
    sealed: (name: string) =>
      `${name} has a kind of protection that AIOS can’t open. Open it in its program, save a copy without protection and add that.`,
    copyProtected: (name: string) =>
      `${name} has copy protection and opens only in the seller’s reader. Get a copy without it.`,
    attached: (name: string) => `${name} is password-protected. Save it and add it as a separate file.`,
  },

  damaged: {
    beginning: (name: string, extension: string) =>
      `${name} isn’t ${fileOf(extension)}, or its beginning is damaged. ${newCopy}`,
    incomplete: (name: string) => `${name} is incomplete or damaged. ${newCopy}`,
    parts: (name: string) => `${name} is damaged: its parts can’t be read. Get a new copy of the file. ${saveAgain()}`,
    missingPart: (name: string, part: string) => `${name} is damaged: ${part} is missing. ${saveAgain()}`,
    mainPart: 'its main part',
    partList: 'its list of parts',
    text: 'its text',
    packedPart: (name: string, part: string) => `${name} is damaged: ${part} can’t be unpacked. ${saveAgain()}`,
    noSheets: (name: string, program: string) => `${name} is damaged: it has no sheets. ${saveAgain(program)}`,
    noChapters: (name: string) => `${name} is damaged: it has no chapters. ${newCopy}`,
    noPages: (name: string) => `${name} is damaged: it has no pages. Get a new copy, or print it to a new PDF.`,
    pdf: (name: string) => `${name} is damaged: it can’t be opened as a PDF. Get a new copy, or print it to a new PDF.`,
    word: (name: string) => `${name} is damaged: its Word content can’t be read. ${saveAgain('Word')}`,
    rtf: (name: string) => `${name} is cut off before its text begins. ${newCopy}`,
    mail: (name: string) => `${name} is damaged: its parts can’t be told apart. Save it again from your mail program.`,
    directory: (name: string) => `${name} is damaged: its directory can’t be read. ${newCopy}`,
    encrypted: (name: string) => `${name} is damaged: its encrypted content can’t be opened. ${newCopy}`,
  },

  unsupported: {
    kind: (name: string, extension: string, mediaType: string) =>
      `${name} is ${fileOf(extension)} (${mediaType}), which AIOS can’t read. ${saveAs}`,
    notText: (name: string) => `${name} isn’t text, or a format that AIOS can read. ${saveAs}`,
    binaryExcel: (name: string) =>
      `${name} is a binary Excel workbook (.xlsb), which AIOS can’t read. Open it in Excel, save it as XLSX and add that.`,
    iWork: (name: string, extension: string) =>
      `${name} is an Apple iWork file, which AIOS can’t read. Export it as ${extension} or PDF and add that.`,
    office: (name: string) => `${name} is a kind of Office file that AIOS can’t read. Save it as PDF and add that.`,
    zip: (name: string) => `${name} is a ZIP archive, not a document. Unpack it and add its files.`,
    compound: (name: string) =>
      `${name} is a kind of compound file that AIOS can’t read. Save it as PDF or DOCX and add that.`,
    old: {
      doc: (name: string) =>
        `${name} is a Word 97–2003 document (.doc), which AIOS can’t read. Open it in Word or LibreOffice, save it as DOCX and add that.`,
      ppt: (name: string) =>
        `${name} is a PowerPoint 97–2003 file (.ppt), which AIOS can’t read. Open it in PowerPoint or LibreOffice, save it as PPTX and add that.`,
      xls: (name: string) =>
        `${name} is an Excel 97–2003 workbook (.xls), which AIOS can’t read. Open it in Excel or LibreOffice, save it as XLSX and add that.`,
      xls95: (name: string) =>
        `${name} is an Excel 5.0/95 workbook (.xls), which AIOS can’t read. Open it in Excel or LibreOffice, save it as XLSX and add that.`,
      msg: (name: string) =>
        `${name} is an Outlook message (.msg), which AIOS can’t read. Save it from Outlook as EML or PDF and add that.`,
    },
  },

  archive: {
    /** What is said to hold a file: `inner.zip in outer.zip`. */
    inside: (path: string, name: string) => `${path} in ${name}`,
    notZip: (name: string) => `${name} isn’t a ZIP archive, or it is incomplete. ${newCopy}`,
    locked: (name: string) => `${name} is password-protected. Unpack it and add its files.`,
    damagedFile: (path: string, name: string) => `${path} in ${name} is damaged. Get a new copy of the archive.`,
    tooDeep: 'There are too many archives inside one another. Unpack this one and add its files.',
    outside: 'The path of this file leads out of the archive. Unpack the archive and add the file.',
    link: 'This is a link, not a file. Add the file it points to.',
    lockedFile: 'This file is password-protected. Unpack the archive and add the file.',
    unknownMethod: (method: number) =>
      `This file is compressed in a way that AIOS can’t read (method ${method}). Unpack the archive and add the file.`,
    tooLarge: (bytes: number) => `This file is larger than ${megabytes(bytes)}.`,
  },

  /** Files that unpack to more than anybody meant to add. */
  bomb: {
    tooManyFiles: (name: string, files: number) => bomb(name, `contains more than ${number(files)} files`),
    tooManyDeep: (name: string, archives: number) =>
      bomb(name, `contains more than ${number(archives)} archives nested too deeply`),
    tooLarge: (name: string, bytes: number) => bomb(name, `would unpack to more than ${gigabytes(bytes)}`),
    ratio: (name: string, times: number) => bomb(name, `would unpack to more than ${number(times)} times its size`),
    overlap: (name: string) => bomb(name, 'contains files that share the same bytes'),
    document: (name: string, bytes: number) =>
      `${name} wasn’t read because it would unpack to ${megabytes(bytes)}, far more than a document needs.`,
    part: (name: string) => `${name} wasn’t read because it would unpack to far more than a document needs.`,
  },
}
