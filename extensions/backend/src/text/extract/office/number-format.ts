import { format, isDateFormat } from 'numfmt'
import type { XmlElement } from '../xml.ts'

/** Shows a cell's number as its program does, by the index of the cell's style. */
export type NumberFormat = (value: number, style: number) => string

/**
 * Number formats of ECMA-376 part 1, 18.8.30, by their ids. Those whose look depends on the reader's country (14, 22, and
 * the dates of East Asia) are shown unambiguously, year first.
 */
const builtIn: Readonly<Record<number, string>> = {
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  5: '#,##0;-#,##0',
  6: '#,##0;-#,##0',
  7: '#,##0.00;-#,##0.00',
  8: '#,##0.00;-#,##0.00',
  9: '0%',
  10: '0.00%',
  11: '0.00E+00',
  12: '# ?/?',
  13: '# ??/??',
  14: 'yyyy-mm-dd',
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  18: 'h:mm AM/PM',
  19: 'h:mm:ss AM/PM',
  20: 'h:mm',
  21: 'h:mm:ss',
  22: 'yyyy-mm-dd hh:mm',
  37: '#,##0;-#,##0',
  38: '#,##0;-#,##0',
  39: '#,##0.00;-#,##0.00',
  40: '#,##0.00;-#,##0.00',
  41: '#,##0',
  42: '#,##0',
  43: '#,##0.00',
  44: '#,##0.00',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  47: 'mm:ss.0',
  48: '##0.0E+0',
}
const isEastAsianDate = (id: number) => (id >= 27 && id <= 36) || (id >= 50 && id <= 58)

const general = 'General'

/** Days from the epoch of 1900 to that of 1904, which old Macs count from. */
const daysTo1904 = 1462

/** Reads the formats of a workbook from its `styles.xml`. */
export const numberFormat = (styles: XmlElement | undefined, isFrom1904: boolean): NumberFormat => {
  const own = new Map(
    (styles?.find('numFmts')?.elements('numFmt') ?? []).map((each) => [
      Number(each.getAttribute('numFmtId')),
      each.getAttribute('formatCode') ?? general,
    ]),
  )
  const patterns = (styles?.find('cellXfs')?.elements('xf') ?? []).map((each) => {
    const id = Number(each.getAttribute('numFmtId') ?? 0)
    return plainly(own.get(id) ?? builtIn[id] ?? (isEastAsianDate(id) ? 'yyyy-mm-dd' : general))
  })
  return (value, style) => {
    const pattern = patterns[style] ?? general
    return show(pattern, isFrom1904 && isDateFormat(pattern) ? value + daysTo1904 : value)
  }
}

/** What charts write for the short date of the reader's country. */
const shortDates = new Set(['m/d/yy', 'm/d/yyyy', 'mm-dd-yy'])

/** Formats that stand for "as the reader's system shows dates" name no order of day and month; this one does. */
const plainly = (pattern: string): string => {
  if (/\[\$-F800\]/i.test(pattern) || shortDates.has(pattern)) return 'yyyy-mm-dd'
  return /\[\$-F400\]/i.test(pattern) ? 'hh:mm:ss' : pattern
}

/** A number that stands with its own format, as in the charts of a presentation. */
export const showNumber = (pattern: string, value: number): string => show(plainly(pattern), value)

const show = (pattern: string, value: number): string => {
  // Padding and fill characters are for columns of equal width.
  const text = format(pattern, value, { throws: false, nbsp: false, fillChar: '', skipChar: '' })
  return text.includes('######') ? String(value) : text
}
