import DOMPurify from 'dompurify'
import { Marked } from 'marked'

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
      start: (source: string) => source.match(/\[\d/)?.index,
      tokenizer(source: string) {
        const [raw, number] = /^\[(\d{1,3})\](?!\()/.exec(source) ?? []
        return raw ? { type: 'citation', raw, number } : undefined
      },
      renderer: (token: { number?: string }) =>
        `<button type="button" data-citation="${token.number}">${token.number}</button>`,
    },
  ],
  renderer: {
    // A link shows where it leads instead of leading there, and a picture what it shows instead of being fetched.
    link({ href, text }: { href: string; text: string }) {
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

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

type Options = {
  /** What a citation's button is called. Undefined for a number that is no citation. */
  labelOf: (number: number) => string | undefined
  /** What stands under a quotation, from the citation in it. */
  sourceOf: (number: number) => string | undefined
  /** What is said beside its button; empty where there is nothing to say. */
  markOf?: (number: number) => string
}

/** Markdown as harmless HTML: nothing in it loads, runs or leads anywhere; citations are `button[data-citation]`. */
export const renderMarkdown = (markdown: string, { labelOf, sourceOf, markOf }: Options): string => {
  const html = marked.parse(markdown, { async: false })
  const clean = DOMPurify.sanitize(html, {
    ALLOWED_TAGS: tags,
    ALLOWED_ATTR: ['type', 'align', 'start'],
    ALLOW_DATA_ATTR: true,
    RETURN_DOM_FRAGMENT: true,
  })
  for (const button of clean.querySelectorAll('button')) {
    const number = Number(button.dataset.citation)
    const label = labelOf(number)
    if (label) button.setAttribute('aria-label', label)
    else button.replaceWith(`[${button.textContent}]`)
    const said = label && markOf?.(number)
    if (!said) continue
    const mark = document.createElement('small')
    mark.textContent = said
    button.after(mark)
  }
  for (const quote of clean.querySelectorAll('blockquote')) {
    const source = sourceOf(Number(quote.querySelector('button')?.dataset.citation))
    for (const paragraph of quote.querySelectorAll('p')) paragraph.dir = 'auto'
    if (!source) continue
    const cite = document.createElement('cite')
    cite.dir = 'auto'
    cite.textContent = source
    quote.append(cite)
  }
  for (const block of clean.querySelectorAll<HTMLElement>('p, li, td, th, h4, h5, h6')) block.dir = 'auto'
  const holder = document.createElement('div')
  holder.append(clean)
  return holder.innerHTML
}
