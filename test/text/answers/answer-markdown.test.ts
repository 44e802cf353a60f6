import { parseHTML } from 'linkedom'
import { marked } from 'marked'
import { expect, test } from 'vitest'
import { markdownTable, plainMarkdown } from '../../../extensions/backend/src/text/answers/answer-markdown.ts'

const textOf = async (markdown: string, selector: string) =>
  parseHTML(`<html><body>${await marked.parse(markdown, { gfm: true })}</body></html>`).document.querySelector(selector)
    ?.textContent

const quotes = [
  '2) Jeder metrische Raum ist ein topologischer Raum.',
  '1. (R, T) ist ein Raum.',
  '10. Ten',
  '- not a list',
  '+ nor this',
  '* nor that',
  '=== no heading',
  '--- no rule',
  '# no heading',
  '> no quote',
  '    no code',
  '`no code` ~~nor this~~ *nor* _that_ __either__',
  '[no](link) ![no](picture) <b>no tag</b> &amp; &copy;',
  'www.example.org http://example.org somebody@example.org',
  'a | b | c',
  'back\\slash \\[1\\] $x$ ~y~ !z',
  '2026. That was the year',
]

test.each(quotes)('%j is shown as it stands', async (quote) => {
  const wanted = quote.trim()
  expect((await textOf(`> ${plainMarkdown(quote)} [1]`, 'blockquote > p'))?.trim()).toBe(`${wanted} [1]`)
  expect((await textOf(markdownTable(['Quote'], [[plainMarkdown(quote)]]), 'td'))?.trim()).toBe(wanted)
})
