import { decodeText } from '../charset.ts'
import type { DomNode } from '../dom-node.ts'
import type { Extraction, Format } from '../format.ts'
import { sections } from '../sections.ts'
import { domText } from './dom-text.ts'
import { wholePage } from './html-document.ts'

/** Web pages. Nothing in them is run or fetched. */
export const html = {
  async open(bytes: Uint8Array): Promise<Extraction> {
    const head = new TextDecoder('latin1').decode(bytes.subarray(0, 2048))
    const declared = /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(head)?.[1]
    const { title, root } = await mainPart(decodeText(bytes, declared).text)
    return { ...(title && { title }), warnings: [], pages: sections(domText(root)) }
  },
} satisfies Format

/** The text of a piece of HTML, all of it. */
export const htmlText = async (markup: string) => {
  const { parseHTML } = await import('linkedom')
  const { document } = parseHTML(wholePage(markup))
  return domText(document.body as unknown as DomNode)
}

/** Navigation and the like, where it stands beside the text and not in it. */
const beside = 'nav, body > header, body > footer, [role=navigation], [role=banner], [role=contentinfo], [role=search]'
/** Readability may leave out this much of the text; where it leaves out more it took content for decoration. */
const mostLost = 0.4

/** What the page is about: without navigation, and without more where Readability is sure. */
const mainPart = async (markup: string): Promise<{ title?: string; root: DomNode }> => {
  const [{ parseHTML }, { Readability, isProbablyReaderable }] = await Promise.all([
    import('linkedom'),
    import('./readable.ts'),
  ])
  const { document } = parseHTML(wholePage(markup))
  const title = document.title?.trim() || undefined
  for (const element of document.querySelectorAll('script, style, noscript, template, iframe')) element.remove()
  const everything = document.body.cloneNode(true) as unknown as DomNode & ParentNode
  for (const element of everything.querySelectorAll(beside)) element.remove()
  const whole = domText(everything)
  const article = isProbablyReaderable(document as unknown as Document)
    ? new Readability(document as unknown as Document, { serializer: (node) => node }).parse()
    : null
  const part = article?.content as unknown as DomNode | undefined
  const isGood = part && domText(part).text.length > whole.text.length * (1 - mostLost)
  return { ...(title && { title }), root: isGood ? part : everything }
}
