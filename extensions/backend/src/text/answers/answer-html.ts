import { Marked, type Tokens } from 'marked'
import * as words from '../../base/words/index.ts'
import { citationAt, citationMark, nextCitation } from '../../shared/citation-syntax.ts'
import { type Answered, howMade, standing, titleOf } from './answer-export.ts'
import { csvWriter } from './csv-writer.ts'

/** Text as HTML that shows it as it stands. */
const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[^\P{Cc}\t\n\r]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

const style = `:root { color-scheme: light dark; }
body { max-width: 44rem; margin: 3rem auto; padding: 0 1rem; font: 1rem/1.6 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.3; }
blockquote { margin: 1rem 0; padding-inline-start: 1rem; border-inline-start: 2px solid; font-family: Georgia, serif; }
table { border-collapse: collapse; font-size: 0.875rem; }
th, td { padding: 0.25rem 0.5rem; border-block-end: 1px solid; text-align: start; vertical-align: top; }
pre { overflow: auto; }
.made, .note { font-size: 0.875rem; opacity: 0.8; }
q { font-family: Georgia, serif; }
li:target { outline: 2px solid; outline-offset: 0.25rem; }`

/**
 * An answer as a page of its own, with its citations as footnotes. Nothing in it loads, runs or leads out of it: what
 * was written as HTML is shown as text, links and pictures by what they say, and its policy allows its style only.
 */
export const answerAsHtml = (answered: Answered): string => {
  const { markdown, citations, unsourced = [] } = answered.result
  const title = escaped(titleOf(answered))
  const notes = citations.map((citation, index) => {
    const { documentName, page, quote } = citation
    const cited = `<cite dir="auto">${escaped(documentName)}</cite>`
    return `<li id="c${index + 1}">${words.answers.exported.source(cited, page)}: <q dir="auto">${escaped(quote)}</q> <span class="note">(${standing(citation)})</span></li>`
  })
  const missing = unsourced.map((quote) => `<li dir="auto"><q>${escaped(quote)}</q></li>`)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<h1 dir="auto">${title}</h1>
<p class="made">${howMade(answered)}.</p>
${bodyOf(markdown, citations.length)}
${missing.length > 0 ? `<h2>${words.answers.exported.unsourced}</h2>\n<ul>\n${missing.join('\n')}\n</ul>` : ''}
${notes.length > 0 ? `<h2>${words.answers.exported.sources}</h2>\n<ol>\n${notes.join('\n')}\n</ol>` : ''}
</body>
</html>
`
}

const bodyOf = (markdown: string, citations: number): string => {
  const marked = new Marked(
    { gfm: true },
    {
      extensions: [
        {
          name: 'citation',
          level: 'inline',
          start: nextCitation,
          tokenizer(source) {
            const mark = citationAt(source)
            return mark && { type: 'citation', ...mark }
          },
          renderer: ({ number }) =>
            number >= 1 && number <= citations
              ? `<sup><a href="#c${number}">${number}</a></sup>`
              : citationMark(number),
        },
      ],
      renderer: {
        link: ({ href, text }: Tokens.Link) => (href === text ? escaped(text) : `${escaped(text)} (${escaped(href)})`),
        image: ({ text }: Tokens.Image) => escaped(text),
        html: ({ text }: Tokens.HTML | Tokens.Tag) => escaped(text),
        code: ({ text }: Tokens.Code) => `<pre><code>${escaped(text)}</code></pre>\n`,
        paragraph({ tokens }: Tokens.Paragraph) {
          return `<p dir="auto">${this.parser.parseInline(tokens)}</p>\n`
        },
        heading({ tokens, depth }: Tokens.Heading) {
          const level = Math.min(depth + 1, 6)
          return `<h${level} dir="auto">${this.parser.parseInline(tokens)}</h${level}>\n`
        },
        checkbox: ({ checked }: Tokens.Checkbox) => (checked ? '☑ ' : '☐ '),
      },
    },
  )
  return marked.parse(markdown, { async: false })
}

/** The tables of an answer as one CSV, an empty row between two; undefined where it has none. */
export const tablesAsCsv = ({ result }: Answered): Uint8Array | undefined => {
  const tables = new Marked({ gfm: true })
    .lexer(result.markdown)
    .filter((token): token is Tokens.Table => token.type === 'table')
  const [first, ...others] = tables
  if (!first) return undefined
  const width = Math.max(...tables.map(({ header }) => header.length))
  const texts = (cells: readonly Tokens.TableCell[]) => cells.map(({ tokens }) => plain(tokens))
  const head = texts(first.header)
  const csv = csvWriter([...head, ...Array.from({ length: width - head.length }, () => '')])
  for (const row of first.rows) csv.add(texts(row))
  for (const { header, rows } of others) {
    csv.add([])
    for (const row of [header, ...rows]) csv.add(texts(row))
  }
  return csv.bytes()
}

/** What a cell says, without its Markdown. */
const plain = (tokens: readonly { type: string; raw: string; text?: string; tokens?: Tokens.Generic[] }[]): string =>
  tokens
    .map(({ type, raw, text, tokens: inner }) => {
      if (inner) return plain(inner)
      return type === 'br' ? ' ' : (text ?? raw)
    })
    .join('')
