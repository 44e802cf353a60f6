import DOMPurify from 'dompurify'
import { Marked } from 'marked'
import { citationAt, nextCitation } from '../../extensions/backend/src/shared/citation-syntax.ts'
import { keepChips } from './keep-chips.ts'

const tags =
  'p br hr strong em del code pre blockquote ul ol li table thead tbody tr th td h3 h4 h5 h6 button span cite'.split(
    ' ',
  )

/** `[3]` in the text of an answer is a button; a bracket that was escaped stays a bracket. */
const citations = {
  extensions: [
    {
      name: 'citation',
      level: 'inline' as const,
      start: nextCitation,
      tokenizer(source: string) {
        const mark = citationAt(source)
        return mark && { type: 'citation', ...mark }
      },
      renderer: (token: { number?: number }) =>
        `<button type="button" data-citation="${token.number}">${token.number}</button>`,
    },
  ],
  renderer: {
    // A link is a button, which says where it leads before it does; what is not of the web leads nowhere. A picture is
    // what it shows, instead of being fetched.
    link({ href, text }: { href: string; text: string }) {
      const address = webAddress(href)
      if (address) return `<button type="button" data-link="${escaped(address)}">${escaped(text)}</button>`
      return href === text ? escaped(text) : `${escaped(text)} (${escaped(href)})`
    },
    image: ({ text }: { text: string }) => escaped(text),
    html: ({ text }: { text: string }) => escaped(text),
    heading({ text, depth }: { text: string; depth: number }) {
      const level = Math.min(depth + 3, 6)
      return `<h${level}>${escaped(text)}</h${level}>`
    },
  },
}

const marked = new Marked({ gfm: true, breaks: false }, citations)

/** The address in full, where it is one of the web. */
const webAddress = (href: string): string | undefined => {
  const url = URL.parse(href)
  return url && ['http:', 'https:'].includes(url.protocol) ? url.href : undefined
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

type Options = {
  /** What a citation's button is called. Undefined for a number that is no citation. */
  labelOf: (number: number) => string | undefined
  /** What stands under a quotation, from the citation in it. */
  sourceOf: (number: number) => string | undefined
  /** What is said beside its button; empty where there is nothing to say. */
  markOf?: (number: number) => string
  /** What is said of a link: where it leads. Without it, links are text. */
  linkLabelOf?: (address: string) => string
}

/**
 * Markdown as harmless HTML: nothing in it loads, runs or leads anywhere; citations are `button[data-citation]`, and links
 * `button[data-link]`, for whoever shows it to open.
 */
export const renderMarkdown = (markdown: string, { labelOf, sourceOf, markOf, linkLabelOf }: Options): string => {
  const html = marked.parse(markdown, { async: false })
  const clean = DOMPurify.sanitize(html, {
    ALLOWED_TAGS: tags,
    ALLOWED_ATTR: ['type', 'align', 'start'],
    ALLOW_DATA_ATTR: true,
    RETURN_DOM_FRAGMENT: true,
  })
  for (const link of clean.querySelectorAll<HTMLElement>('button[data-link]')) {
    const { link: address = '' } = link.dataset
    link.title = linkLabelOf?.(address) ?? ''
    link.dir = 'auto'
    if (!linkLabelOf) link.replaceWith(`${link.textContent} (${address})`)
  }
  for (const button of clean.querySelectorAll<HTMLElement>('button[data-citation]')) {
    const number = Number(button.dataset.citation)
    const label = labelOf(number)
    if (label) button.setAttribute('aria-label', label)
    else button.replaceWith(`[${button.textContent}]`)
    const note = label && markOf?.(number)
    if (!note) continue
    const mark = document.createElement('small')
    mark.textContent = note
    button.after(mark)
  }
  for (const quote of clean.querySelectorAll('blockquote')) {
    const source = sourceOf(Number(quote.querySelector<HTMLElement>('button[data-citation]')?.dataset.citation))
    for (const paragraph of quote.querySelectorAll('p')) paragraph.dir = 'auto'
    if (!source) continue
    const cite = document.createElement('cite')
    cite.dir = 'auto'
    cite.textContent = source
    quote.append(cite)
  }
  keepChips(clean)
  for (const block of clean.querySelectorAll<HTMLElement>('p, li, td, th, h4, h5, h6')) block.dir = 'auto'
  const container = document.createElement('div')
  container.append(clean)
  return container.innerHTML
}
