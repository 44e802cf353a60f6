import { zipOf } from './zip-of.ts'

const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships'
const types = 'application/vnd.openxmlformats-officedocument'
const namespaces = `xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="${relations}"
  xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"
  xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`

export const xml = (root: string, content: string, attributes = '') =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><${root} ${namespaces} ${attributes}>${content}</${root}>`

const rels = (targets: Readonly<Record<string, [purpose: string, target: string]>>) =>
  `<?xml version="1.0"?><Relationships xmlns="${packageRelations}">${Object.entries(targets)
    .map(([id, [purpose, target]]) => `<Relationship Id="${id}" Type="${relations}/${purpose}" Target="${target}"/>`)
    .join('')}</Relationships>`

const office = (main: string, contentType: string, files: Readonly<Record<string, string>>) =>
  zipOf({
    '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/${main}" ContentType="${types}.${contentType}.main+xml"/></Types>`,
    '_rels/.rels': rels({ r1: ['officeDocument', main] }),
    ...files,
  })

/** `prolog` stands before the main part in place of the XML declaration. */
export const docxOf = (body: string, prolog?: string) =>
  office('word/document.xml', 'wordprocessingml.document', {
    'word/document.xml': withProlog(xml('w:document', `<w:body>${body}</w:body>`), prolog),
  })

const withProlog = (part: string, prolog?: string) => (prolog ? part.replace(/^<\?xml.*?\?>/, () => prolog) : part)

type Slide = { body: string; notes?: string; attributes?: string; chart?: string }

const slideOf = (root: string, { body, attributes = '' }: Slide) =>
  xml(root, `<p:cSld><p:spTree>${body}</p:spTree></p:cSld>`, attributes)

/** Slides are shown in the order given, and are stored in another. */
export const pptxOf = (slides: readonly Slide[]) => {
  const numberOf = (at: number) => slides.length - at
  const files: Record<string, string> = {
    'ppt/presentation.xml': xml(
      'p:presentation',
      `<p:sldIdLst>${slides.map((_, at) => `<p:sldId id="${256 + at}" r:id="s${at}"/>`).join('')}</p:sldIdLst>`,
    ),
    'ppt/_rels/presentation.xml.rels': rels(
      Object.fromEntries(slides.map((_, at) => [`s${at}`, ['slide', `slides/slide${numberOf(at)}.xml`]])),
    ),
  }
  for (const [at, slide] of slides.entries()) {
    const number = numberOf(at)
    files[`ppt/slides/slide${number}.xml`] = slideOf('p:sld', slide)
    files[`ppt/slides/_rels/slide${number}.xml.rels`] = rels({
      ...(slide.notes && { n: ['notesSlide', `../notesSlides/notes${number}.xml`] }),
      ...(slide.chart && { c: ['chart', `../charts/chart${number}.xml`] }),
    })
    if (slide.notes) files[`ppt/notesSlides/notes${number}.xml`] = slideOf('p:notes', { body: slide.notes })
    if (slide.chart) files[`ppt/charts/chart${number}.xml`] = slide.chart
  }
  return office('ppt/presentation.xml', 'presentationml.presentation', files)
}

const paragraph = (text: string) => `<a:p><a:r><a:t>${text}</a:t></a:r></a:p>`

/** A shape of a slide: a placeholder of a type, or a free one. */
export const shape = (texts: readonly string[], placeholder?: string) =>
  `<p:sp><p:nvSpPr><p:cNvPr id="2" name="x"/><p:nvPr>${placeholder === undefined ? '' : `<p:ph type="${placeholder}"/>`}</p:nvPr></p:nvSpPr><p:txBody>${texts.map(paragraph).join('')}</p:txBody></p:sp>`

export const slideTable = (rows: readonly (readonly string[])[]) =>
  `<p:graphicFrame><a:graphic><a:graphicData><a:tbl><a:tblPr firstRow="1"/>${rows
    .map((row) => `<a:tr>${row.map((cell) => `<a:tc><a:txBody>${paragraph(cell)}</a:txBody></a:tc>`).join('')}</a:tr>`)
    .join('')}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>`

export type Sheet = { name: string; data: string; after?: string; state?: string }
type Workbook = { sheets: readonly Sheet[]; strings?: readonly string[]; formats?: readonly string[]; is1904?: boolean }

/** `formats` are number formats; cells name them by their place, the first being 1. */
export const xlsxOf = ({ sheets, strings = [], formats = [], is1904 = false }: Workbook, prolog?: string) => {
  const styles = `<numFmts>${formats.map((code, at) => `<numFmt numFmtId="${164 + at}" formatCode="${code}"/>`).join('')}</numFmts>
    <cellXfs><xf numFmtId="0"/>${formats.map((_, at) => `<xf numFmtId="${164 + at}"/>`).join('')}<xf numFmtId="14"/></cellXfs>`
  return office('xl/workbook.xml', 'spreadsheetml.sheet', {
    'xl/workbook.xml': xml(
      'workbook',
      `<workbookPr date1904="${is1904}"/><sheets>${sheets
        .map(
          ({ name, state = 'visible' }, at) =>
            `<sheet name="${name}" sheetId="${at + 1}" state="${state}" r:id="s${at}"/>`,
        )
        .join('')}</sheets>`,
    ),
    'xl/_rels/workbook.xml.rels': rels({
      ...Object.fromEntries(sheets.map((_, at) => [`s${at}`, ['worksheet', `/xl/worksheets/sheet${at}.xml`]])),
      st: ['styles', 'styles.xml'],
      ss: ['sharedStrings', 'sharedStrings.xml'],
    }),
    'xl/styles.xml': xml('styleSheet', styles),
    'xl/sharedStrings.xml': xml('sst', strings.map((text) => `<si><t>${text}</t></si>`).join('')),
    ...Object.fromEntries(
      sheets.map(({ data, after = '' }, at) => [
        `xl/worksheets/sheet${at}.xml`,
        withProlog(xml('worksheet', `<sheetData>${data}</sheetData>${after}`), prolog),
      ]),
    ),
  })
}

/** A row of cells that hold their text or number themselves; `[value, style]` gives a number a format. */
export const row = (number: number, cells: readonly (string | number | [number, number] | undefined)[]) =>
  `<row r="${number}">${cells
    .map((cell, at) => {
      const name = `${String.fromCharCode(65 + at)}${number}`
      if (cell === undefined) return ''
      if (typeof cell === 'string') return `<c r="${name}" t="inlineStr"><is><t>${cell}</t></is></c>`
      const [value, style] = typeof cell === 'number' ? [cell, 0] : cell
      return `<c r="${name}" s="${style}"><v>${value}</v></c>`
    })
    .join('')}</row>`
