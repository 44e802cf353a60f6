import { posix } from 'node:path'
import type { Parts } from '../containers/parts.ts'
import { parseXml, type XmlElement } from '../xml.ts'

/** What a book's table of contents calls its chapters, by the paths of their parts. */
export type ContentsTitles = ReadonlyMap<string, string>

/** The part that a link of the book's part `from` leads to. */
export const pathOf = (href: string, from: string): string => {
  const [path = ''] = href.split('#', 1)
  const decoded = path.replace(/(?:%[0-9a-f]{2})+/gi, (encoded) =>
    Buffer.from(encoded.replaceAll('%', ''), 'hex').toString('utf8'),
  )
  return posix.resolve('/', posix.dirname(from), decoded).slice(1)
}

/** Reads the table of contents, of EPUB 3 or of EPUB 2. The first title that leads into a chapter is its own. */
export const contentsTitles = async (parts: Parts, book: XmlElement, bookPath: string): Promise<ContentsTitles> => {
  const items = book.find('manifest')?.elements('item') ?? []
  const navigation = items.find((item) => item.getAttribute('properties')?.split(/\s+/).includes('nav'))
  const ncx = items.find((item) => item.getAttribute('media-type') === 'application/x-dtbncx+xml')
  const href = (navigation ?? ncx)?.getAttribute('href')
  if (!href) return new Map()
  const path = pathOf(href, bookPath)
  const part = await parts.read(path)
  if (!part) return new Map()
  const titles = new Map<string, string>()
  for (const [target, title] of navigation ? linksOf(parseXml(part, 'xhtml')) : pointsOf(parseXml(part))) {
    const words = title.replace(/\s+/g, ' ').trim()
    const chapter = pathOf(target, path)
    if (words && !titles.has(chapter)) titles.set(chapter, words)
  }
  return titles
}

function* linksOf(page: XmlElement): Generator<[target: string, title: string]> {
  const navigation = [...page.all('nav')]
  const contents = navigation.find((each) => each.getAttribute('epub:type') === 'toc') ?? navigation[0]
  for (const link of contents?.all('a') ?? []) yield [link.getAttribute('href') ?? '', link.text]
}

function* pointsOf(ncx: XmlElement): Generator<[target: string, title: string]> {
  for (const point of ncx.all('navPoint')) {
    yield [point.find('content')?.getAttribute('src') ?? '', point.find('navLabel', 'text')?.text ?? '']
  }
}
