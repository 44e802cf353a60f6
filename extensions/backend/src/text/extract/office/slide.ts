import { textNode, XmlElement, type XmlNode } from '../xml.ts'
import { chartTable } from './chart.ts'

/** Gives the part that a relation of the slide points to. */
type PartOf = (id: string) => Promise<XmlElement | undefined>

/** Placeholders that say nothing about the slide: date, footer, number, the slide's own picture on its notes. */
const decoration = new Set(['dt', 'ftr', 'hdr', 'sldNum', 'sldImg'])
const titles = new Set(['title', 'ctrTitle'])
/** What programs write for pictures that nobody described. */
const meaningless = /^(?:picture|image|graphic|grafik|bild|photo|[\w-]+\.\w{3,4})\s*\d*$/i

/** What a slide says, as elements of HTML: its title first, then its shapes as they lie on it. */
export const slideBody = async (slide: XmlElement, partOf: PartOf): Promise<XmlElement[]> => {
  const shapes = await shapesIn(slide.find('cSld', 'spTree'), partOf)
  const isTitle = (element: XmlElement) => element.nodeName === 'H1'
  return [...shapes.filter(isTitle), ...shapes.filter((shape) => !isTitle(shape))]
}

const shapesIn = async (group: XmlElement | undefined, partOf: PartOf): Promise<XmlElement[]> => {
  const found: XmlElement[] = []
  for (const shape of group?.elements() ?? []) found.push(...(await shapeText(shape, partOf)))
  return found
}

const shapeText = async (shape: XmlElement, partOf: PartOf): Promise<XmlElement[]> => {
  if (shape.nodeName === 'grpSp') return shapesIn(shape, partOf)
  if (shape.nodeName === 'AlternateContent') return shapesIn(shape.find('Choice') ?? shape.find('Fallback'), partOf)
  if (shape.nodeName === 'graphicFrame') return frameText(shape, partOf)
  if (shape.nodeName === 'pic') return described(shape)
  if (shape.nodeName !== 'sp') return []
  const placeholder = shape.find('nvSpPr', 'nvPr', 'ph')
  const type = placeholder?.getAttribute('type') ?? (placeholder ? 'obj' : '')
  if (decoration.has(type)) return []
  const paragraphs = shape.find('txBody')?.elements('p') ?? []
  if (titles.has(type))
    return [
      new XmlElement(
        'H1',
        paragraphs.flatMap((each) => [...runs(each), textNode(' ')]),
      ),
    ]
  return flow(paragraphs, type === 'obj' || type === 'body')
}

/** Paragraphs, and lists where they have bullets, of their own or by the custom of their placeholder. */
const flow = (paragraphs: readonly XmlElement[], isBody: boolean): XmlElement[] => {
  const found: XmlElement[] = []
  for (const paragraph of paragraphs) {
    const content = runs(paragraph)
    if (content.length === 0) continue
    const style = paragraph.find('pPr')
    const hasBullet = style?.find('buChar') ?? style?.find('buAutoNum') ?? (isBody && paragraphs.length > 1)
    if (!hasBullet || style?.find('buNone')) {
      found.push(new XmlElement('P', content))
      continue
    }
    const last = found.at(-1)
    const list = last?.nodeName === 'UL' ? last : new XmlElement('UL')
    if (list !== last) found.push(list)
    list.childNodes.push(new XmlElement('LI', content))
  }
  return found
}

const runs = (paragraph: XmlElement): XmlNode[] =>
  paragraph.elements().flatMap((run): XmlNode[] => {
    if (run.nodeName === 'br') return [new XmlElement('BR')]
    if (run.nodeName === 'pPr' || run.nodeName === 'endParaRPr') return []
    return [...run.all('t')].map(({ text }) => textNode(text)).filter(({ nodeValue }) => nodeValue !== '')
  })

const frameText = async (frame: XmlElement, partOf: PartOf): Promise<XmlElement[]> => {
  const data = frame.find('graphic', 'graphicData')
  const table = data?.find('tbl')
  if (table) return [tableOf(table)]
  const chart = data?.find('chart')
  if (chart) return chartTable(await partOf(chart.getAttribute('id') ?? ''))
  const diagram = data?.find('relIds')
  const model = diagram && (await partOf(diagram.getAttribute('dm') ?? ''))
  return [...(model?.all('p') ?? [])].map((paragraph) => new XmlElement('P', runs(paragraph)))
}

const tableOf = (table: XmlElement) => {
  const isHeaded = /^(?:1|true)$/.test(table.find('tblPr')?.getAttribute('firstRow') ?? '')
  const rows = table.elements('tr').map((row, at) => {
    const cells = row.elements('tc').filter((cell) => !cell.getAttribute('hMerge') && !cell.getAttribute('vMerge'))
    return new XmlElement(
      'TR',
      cells.map((cell) => cellOf(cell, isHeaded && at === 0 ? 'TH' : 'TD')),
    )
  })
  return new XmlElement('TABLE', rows)
}

const cellOf = (cell: XmlElement, name: string) => {
  const paragraphs = cell.find('txBody')?.elements('p') ?? []
  const spans = { colspan: cell.getAttribute('gridSpan') ?? '1', rowspan: cell.getAttribute('rowSpan') ?? '1' }
  return new XmlElement(
    name,
    paragraphs.flatMap((each) => [...runs(each), textNode(' ')]),
    spans,
  )
}

/** What the author wrote about a picture for those who do not see it. */
const described = (picture: XmlElement): XmlElement[] => {
  const words = picture.find('nvPicPr', 'cNvPr')?.getAttribute('descr')?.trim() ?? ''
  return words && !meaningless.test(words) ? [new XmlElement('P', [textNode(words)])] : []
}
