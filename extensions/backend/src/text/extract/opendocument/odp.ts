import { fail } from '../../../base/errors.ts'
import * as words from '../../../base/words/index.ts'
import type { Format, PageContent } from '../format.ts'
import { domText } from '../web/dom-text.ts'
import { textNode, XmlElement, type XmlNode } from '../xml.ts'
import { contentOf, odfBody, openOdf, stylesOf } from './odf.ts'

/** Presentations of LibreOffice: a page for each slide, the speaker's notes below what the slide says. */
export const odp: Format = {
  async open(bytes, name, password) {
    const { parts, title } = await openOdf(bytes, name, password)
    const content = await contentOf(parts, name)
    const slides = content.find('body', 'presentation')?.elements('page') ?? []
    if (slides.length === 0) {
      fail('document.empty', words.reading.noSlides(name))
    }
    return { ...(title && { title }), pageCount: slides.length, warnings: [], pages: pagesOf(slides) }
  },
}

function* pagesOf(slides: readonly XmlElement[]): Generator<PageContent> {
  for (const slide of slides) {
    const shapes = slide.elements().filter(({ nodeName }) => nodeName !== 'notes')
    const isTitle = (shape: XmlElement) => classOf(shape) === 'title'
    const ordered = [...shapes.filter(isTitle), ...shapes.filter((shape) => !isTitle(shape))]
    const body = ordered.flatMap(shapeText)
    const notes = slide.elements('notes').flatMap((each) => each.elements().flatMap(shapeText))
    const hasNotes = domText(new XmlElement('BODY', notes)).text !== ''
    const page = domText(new XmlElement('BODY', [...body, ...(hasNotes ? [notesHeading(), ...notes] : [])]))
    const warnings = page.text === '' ? [words.warnings.noText.slide] : []
    yield { ...page, warnings }
  }
}

const decoration = new Set(['date-time', 'footer', 'header', 'page-number', 'page'])
const classOf = (shape: XmlElement) => shape.getAttribute('presentation:class') ?? ''
const notesHeading = () => new XmlElement('H2', [textNode('Notes')])
const noStyles = stylesOf()

const shapeText = (shape: XmlElement): XmlNode[] => {
  if (decoration.has(classOf(shape))) return []
  const body = odfBody(shape, noStyles)
  return classOf(shape) === 'title' ? [new XmlElement('H1', body)] : [new XmlElement('DIV', body)]
}
