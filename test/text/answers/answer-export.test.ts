import { describe, expect, it } from 'vitest'
import type { Citation, Result } from '../../../extensions/backend/src/shared/contract/tasks.ts'
import { answerAsMarkdown, citationsAsCsv } from '../../../extensions/backend/src/text/answers/answer-export.ts'
import { answerAsHtml, tablesAsCsv } from '../../../extensions/backend/src/text/answers/answer-html.ts'

const citation = (quote: string, change: Partial<Citation> = {}): Citation => ({
  documentId: 'd',
  documentName: 'permit.md',
  page: 2,
  passageId: 'p',
  quote,
  start: 10,
  end: 10 + quote.length,
  verified: true,
  match: 'exact',
  ...change,
})
const answered = (markdown: string, result: Partial<Result> = {}) => ({
  prompt: 'What is the <b>fee</b>?\nTell.',
  result: { mode: 'model' as const, markdown, citations: [citation('340 euros')], artifacts: [], ...result },
})
const csv = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes).split('\r\n').slice(0, -1)

describe('an answer to take along', () => {
  it('has every citation in full, and says of each how it stands', () => {
    const answer = answered('The fee is “340 euros” [1], about [2] and [3].', {
      citations: [
        citation('340 euros'),
        citation('=1+1, "quoted"', { match: 'near', verified: false }),
        citation('The whole passage.', { isQuoted: false }),
      ],
      unsourced: ['Invented words.'],
    })
    const markdown = answerAsMarkdown(answer)
    expect(markdown).toContain('# What is the <b>fee</b>? Tell.')
    expect(markdown).toContain('[1] permit.md, page 2: “340 euros”  \n[2] permit.md')
    expect(markdown).toContain('(close match)')
    expect(markdown).toContain('“Invented words.”')
    expect(csv(citationsAsCsv(answer))).toEqual([
      'Number,Document,Page,Quote,Match,Start,End',
      '1,permit.md,2,340 euros,exact match,10,19',
      `2,permit.md,2,"'=1+1, ""quoted""",close match,10,24`,
      '3,permit.md,2,The whole passage.,cited without a quote,10,28',
    ])
    const html = answerAsHtml(answer)
    expect(html).toContain('<h1 dir="auto">What is the &lt;b&gt;fee&lt;/b&gt;? Tell.</h1>')
    expect(html).toContain('<sup><a href="#c1">1</a></sup>')
    expect(html).toContain('<li id="c3">')
    expect(html).toContain('Invented words.')
  })

  it('runs, loads and leads to nothing as HTML, whatever a model wrote', () => {
    const hostile = [
      '<script>alert(1)</script> <img src=x onerror=alert(1)> <a href="javascript:x">a</a>',
      '![p](http://evil/p.png) [l](javascript:alert(1)) <http://evil> http://evil/x',
      '```html" onload="x\n<script>1</script>\n```',
      '# <svg onload=x>',
      '| <b>a</b> | b |\n|---|---|\n| <i>x</i> | [y](http://evil) |',
      '- [x] done\n- [ ] open',
      '[99] [1](http://evil) [1]: http://evil "t"',
      '&lt;script&gt; &#60;script&#62;',
    ].join('\n\n')
    const html = answerAsHtml(answered(hostile, { citations: [citation('</q><script>1</script>')] }))
    const tags = [...html.matchAll(/<\/?([a-z0-9]+)((?:\s[^<>]*)?)>/gi)]
    const names = new Set(tags.map(([, name]) => name))
    for (const name of names) {
      expect(
        'html head meta title style body h1 h2 h3 p sup a pre code table thead tbody tr th td ul ol li cite q span em strong del br hr blockquote',
      ).toMatch(new RegExp(`\\b${name}\\b`))
    }
    for (const [tag, , attributes = ''] of tags) {
      expect(tag).not.toMatch(/\s(?:on\w+|src|style)=/i)
      const href = /href="([^"]*)"/.exec(attributes)?.[1]
      if (href !== undefined) expect(href).toMatch(/^#c\d+$/)
    }
    expect(html.match(/<script/g)).toBeNull()
    expect(html).toContain("default-src 'none'")
    expect(html).toContain('[99]')
  })

  it('gives its tables as CSV', () => {
    const two = '| A | B |\n|---|---|\n| **x** [1] | =1 |\n\ntext\n\n| C |\n|---|\n| `y` |'
    expect(csv(tablesAsCsv(answered(two)))).toEqual(['A,B', "x [1],'=1", ',', 'C,', 'y,'])
    expect(tablesAsCsv(answered('No table.'))).toBeUndefined()
  })
})
