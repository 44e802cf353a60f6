import { count } from './format.ts'

/** What is noted of a document that was read, and of its pages. */
export const warnings = {
  noText: {
    page: 'No text on this page: it is a picture or empty, so it can’t be searched.',
    slide: 'No text on this slide: it is a picture or empty, so it can’t be searched.',
    chapter: 'No text in this chapter: it is a picture or empty, so it can’t be searched.',
  },
  /** `ranges` as people write them: `1–3, 7`. */
  withoutText(empty: number, pages: number, ranges: string): string {
    const reason = 'scanned pages are pictures, which can’t be searched'
    if (empty === pages) {
      return pages === 1 ? `Its page has no text: ${reason}.` : `None of its ${pages} pages has text: ${reason}.`
    }
    return `${empty} of ${pages} pages ${empty === 1 ? 'has' : 'have'} no text (${ranges}): ${reason}.`
  },
  damagedPage: 'This page is damaged and couldn’t be read.',
  cutOff: 'The file is cut off: there may be more text than was read.',
  mailCutOff: 'The message is cut off: its last part has no end.',
  charset: (charset: string) => `Read as ${charset}, guessed from the bytes of the file.`,
  tooDeep: 'Content nested too deeply, such as tables inside tables inside tables, was left out.',
  markdownTooDeep: 'The Markdown is nested too deeply, so the file was read as plain text.',
  notJson: 'The file isn’t valid JSON, or it is incomplete, so it was read as plain text.',
  openQuote: (row: number) =>
    `A quotation mark in row ${row} is never closed, so all quotation marks after it were read as text. The file may be incomplete.`,
  comments: (n: number) => `${count(n, 'comment')} in the margin left out.`,

  hiddenSheet: 'This sheet is hidden.',
  emptySheet: (name: string) => `The sheet “${name}” is empty.`,
  chartSheet: (name: string) => `“${name}” is a chart without cells, so it was left out.`,
  pictures: 'Pictures and charts on this sheet were left out. The cells behind charts were read.',
  uncomputed: (formulas: number, sheet: string) =>
    `${count(formulas, 'formula')} on the sheet “${sheet}” ${formulas === 1 ? 'has no value' : 'have no values'}. Open the file in Excel or LibreOffice, save it and add it again.`,

  hiddenSlide: 'This slide is hidden.',
  missingSlide: 'This slide is missing from the file, so it couldn’t be read.',
  slideComments: 'Comments on this slide were left out.',
  missingChapter: (file: string) => `The chapter ${file} is missing from the book.`,

  unnamedPart: (mediaType: string) => `an unnamed part (${mediaType})`,
  attachmentPage: (name: string, page: number) => `${name}, page ${page}`,
  of: (name: string, warning: string) => `${name}: ${warning}`,
  unreadAttachment: (reason: string) => `An attachment wasn’t read: ${reason}`,
  otherAttachments: (names: string) => `Attachments of a kind AIOS can’t read in an email: ${names}.`,
}
