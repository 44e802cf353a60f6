import { posix } from 'node:path'
import { fail } from '../../../base/errors.ts'
import * as words from '../../../base/words/index.ts'
import { openParts, type Parts, required } from '../containers/parts.ts'
import type { Format, Heading, PageContent } from '../format.ts'
import { sections } from '../sections.ts'
import { parseXml, type XmlElement } from '../xml.ts'
import { domText } from './dom-text.ts'
import { type ContentsTitles, contentsTitles, pathOf } from './epub-contents.ts'

/** Encryption that only keeps fonts from being taken out of the book. */
const fontObfuscation = ['http://www.idpf.org/2008/embedding', 'http://ns.adobe.com/pdf/enc#RC']

/** Books: a page for each chapter as the book cuts them, several for a long one. */
export const epub: Format = {
  async open(bytes, name) {
    const parts = await openParts(bytes, name)
    await refuseProtected(parts, name)
    const container = required(await parts.xml('META-INF/container.xml'), 'META-INF/container.xml', name)
    const path = container.find('rootfiles', 'rootfile')?.getAttribute('full-path') ?? ''
    const book = required(await parts.xml(path), words.reading.damaged.partList, name)
    const chapters = chaptersOf(book, path)
    if (chapters.length === 0) fail('document.damaged', words.reading.damaged.noChapters(name))
    const title = book.find('metadata', 'title')?.text.trim()
    const titles = await contentsTitles(parts, book, path)
    return { ...(title && { title }), warnings: [], pages: pagesOf(parts, chapters, titles) }
  },
}

/** @throws AppError `document.protected` when the text itself is encrypted, as bookshops do */
const refuseProtected = async (parts: Parts, name: string) => {
  const encryption = await parts.xml('META-INF/encryption.xml')
  const methods = [...(encryption?.all('EncryptionMethod') ?? [])].map((each) => each.getAttribute('Algorithm') ?? '')
  if (methods.some((method) => !fontObfuscation.includes(method))) {
    fail('document.protected', words.reading.locked.copyProtected(name))
  }
}

/** Paths of the chapters in reading order. */
const chaptersOf = (book: XmlElement, path: string): string[] => {
  const items = new Map(
    (book.find('manifest')?.elements('item') ?? []).map((item) => [item.getAttribute('id'), item.getAttribute('href')]),
  )
  return (book.find('spine')?.elements('itemref') ?? []).flatMap((reference) => {
    const href = items.get(reference.getAttribute('idref'))
    return href ? [pathOf(href, path)] : []
  })
}

async function* pagesOf(
  parts: Parts,
  chapters: readonly string[],
  titles: ContentsTitles,
): AsyncGenerator<PageContent> {
  for (const path of chapters) {
    const part = await parts.read(path)
    if (!part) {
      yield { text: '', headings: [], warnings: [words.warnings.missingChapter(posix.basename(path))] }
      continue
    }
    const page = /\.svg$/i.test(path) ? { text: '', headings: [] } : domText(parseXml(part, 'xhtml'))
    if (page.text !== '') yield* sections(titled(page, titles.get(path)))
    else yield { ...page, warnings: [words.warnings.noText.chapter] }
  }
}

/** A chapter without headings gets the title that the table of contents gives it; many books only look like having some. */
const titled = (page: { text: string; headings: Heading[] }, title: string | undefined) => {
  if (!title || page.headings.length > 0) return page
  const text = page.text.startsWith(title) ? page.text : `${title}\n\n${page.text}`
  return { text, headings: [{ start: 0, level: 1, text: title }] }
}
