import { fail } from '../../../base/errors.ts'
import * as words from '../../../base/words/index.ts'
import { openParts, type Parts } from '../containers/parts.ts'
import type { Format, PageContent } from '../format.ts'
import { domText } from '../web/dom-text.ts'
import { textNode, XmlElement } from '../xml.ts'
import { mainPart, titleOf } from './ooxml.ts'
import { relationsOf } from './relations.ts'
import { slideBody } from './slide.ts'

/** PowerPoint: a page for each slide, in the order they are shown, the speaker's notes below what the slide says. */
export const pptx: Format = {
  async open(bytes, name) {
    const parts = await openParts(bytes, name)
    const { tree, relations } = await mainPart(parts, name)
    const paths = (tree.find('sldIdLst')?.elements('sldId') ?? []).map((slide) => {
      const id = Object.entries(slide.attributes).find(([key]) => key.endsWith(':id'))?.[1]
      return relations.find((relation) => relation.id === id)?.path ?? ''
    })
    if (paths.length === 0) {
      fail('document.empty', words.reading.noSlides(name))
    }
    const title = await titleOf(parts)
    return { ...(title && { title }), pageCount: paths.length, warnings: [], pages: pagesOf(parts, paths) }
  },
}

async function* pagesOf(parts: Parts, paths: readonly string[]): AsyncGenerator<PageContent> {
  for (const path of paths) {
    const slide = await parts.xml(path)
    yield slide ? await pageOf(parts, path, slide) : { text: '', headings: [], warnings: [words.warnings.missingSlide] }
  }
}

const pageOf = async (parts: Parts, path: string, slide: XmlElement): Promise<PageContent> => {
  const relations = await relationsOf(parts, path)
  const partOf = (id: string) => parts.xml(relations.find((relation) => relation.id === id)?.path ?? '')
  const notesPath = relations.find(({ purpose }) => purpose === 'notesSlide')?.path
  const notes = await notesOf(notesPath ? await parts.xml(notesPath) : undefined)
  const page = domText(new XmlElement('BODY', [...(await slideBody(slide, partOf)), ...notes]))
  const warnings = []
  if (slide.getAttribute('show') === '0') warnings.push(words.warnings.hiddenSlide)
  if (relations.some(({ purpose }) => purpose === 'comments')) warnings.push(words.warnings.slideComments)
  if (page.text === '') warnings.push(words.warnings.noText.slide)
  return { ...page, warnings }
}

/** The speaker's notes, under a heading. */
const notesOf = async (notes: XmlElement | undefined): Promise<XmlElement[]> => {
  const body = notes ? await slideBody(notes, async () => undefined) : []
  const heading = new XmlElement('H2', [textNode('Notes')])
  return domText(new XmlElement('BODY', body)).text ? [heading, ...body] : []
}
