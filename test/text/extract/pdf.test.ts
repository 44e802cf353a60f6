import { decode } from 'fast-png'
import { describe, expect, it } from 'vitest'
import type { PageContent } from '../../../extensions/backend/src/text/extract/format.ts'
import { extract } from '../../../extensions/backend/src/text/extract/index.ts'
import { layOut } from '../../../extensions/backend/src/text/extract/pdf/pdf-layout.ts'
import { type Glyph, readPage } from '../../../extensions/backend/src/text/extract/pdf/pdf-page.ts'
import { openPdf } from '../../../extensions/backend/src/text/extract/pdf/pdfium.ts'
import { renderPage } from '../../../extensions/backend/src/text/extract/pdf/render.ts'
import { pdf } from '../../support/pdf.ts'
import { hasSamples, sample, withoutSamples } from '../../support/samples.ts'

const pagesOf = async (bytes: Uint8Array) => {
  const pages: PageContent[] = []
  for await (const page of (await extract(bytes, 'sample.pdf')).pages) pages.push(page)
  return pages
}

/** Glyphs of lines set one below the other, each 5 points wide, 10 high. */
const set = (lines: { text: string; x?: number; y: number; size?: number }[]): Glyph[] =>
  lines.flatMap(({ text, x = 0, y, size = 10 }) =>
    [...text].map((letter, at) => ({
      code: letter.codePointAt(0) ?? 0,
      left: x + at * 5,
      right: x + at * 5 + 5,
      top: y + 8,
      bottom: y - 2,
      x: x + at * 5,
      y,
      size,
      turn: 0,
      isGenerated: false,
      isHyphen: false,
      isUnknown: false,
    })),
  )
const laid = (lines: Parameters<typeof set>[0]) => layOut(set(lines)).text

describe('layout', () => {
  const wide = 'a line that is as wide as its column is'

  it('joins the lines of a paragraph, and words that were hyphenated', () => {
    expect(
      laid([
        { text: wide, y: 100 },
        { text: `${wide.slice(0, -3)}is-`, y: 88 },
        { text: 'land is.', y: 76 },
      ]),
    ).toBe(`${wide} ${wide.slice(0, -3)}island is.`)
  })

  it('parts paragraphs by their distance and by their indent', () => {
    expect(
      laid([
        { text: wide, y: 100 },
        { text: 'End.', y: 88 },
        { text: `It ${wide}`, y: 60 },
      ]),
    ).toBe(`${wide} End.\n\nIt ${wide}`)
  })

  it('keeps the items of a list and the cells of a row apart', () => {
    expect(
      laid([
        { text: wide, y: 100 },
        { text: '1. one', y: 88 },
        { text: '2. two', y: 76 },
      ]),
    ).toBe(`${wide}\n1. one\n2. two`)
    const row = set([
      { text: 'Austria', y: 50 },
      { text: 'Vienna', x: 80, y: 50 },
    ])
    expect(layOut(row).text).toBe('Austria\tVienna')
  })

  it('does not make the mark of a footnote a digit of the number before it', () => {
    expect(
      laid([
        { text: '273', y: 100 },
        { text: '1', x: 15, y: 104, size: 6 },
      ]),
    ).toBe('273¹')
  })

  it('keeps formulas in their line', () => {
    const text = laid([
      { text: 'f', y: 100 },
      { text: '-1', x: 5, y: 104, size: 6 },
      { text: '(U) is open', x: 15, y: 100 },
    ])
    expect(text).toBe('f⁻¹(U) is open')
  })

  it('reads lines from right to left by the places of their letters', () => {
    const visual = [...'שלום 42!'].reverse().join('')
    const glyphs = set([{ text: visual, y: 10 }])
    // The number runs from left to right all the same.
    const [four, two] = glyphs.filter(({ code }) => code === 52 || code === 50).sort((a, b) => b.code - a.code)
    if (four && two) [four.left, four.right, two.left, two.right] = [5, 10, 10, 15]
    expect(layOut(glyphs).text).toBe('שלום 42!')
  })

  it('leaves out letters that a font names wrongly', () => {
    const glyphs = set([{ text: 'ok ϲΒϴΒ', y: 10 }]).map((glyph) => ({ ...glyph, isUnknown: true }))
    expect(layOut(glyphs).text).toBe('ok')
  })
})

describe('a PDF', () => {
  const made = pdf([
    ['The annual fee for each mooring is 340 euros.', 'It is due on the first of March.'],
    ['Every boat must carry a working radio.'],
    [],
  ])

  it('gives its pages with their size; a page without text says so', async () => {
    const pages = await pagesOf(made)
    expect(pages.map(({ text }) => text)).toEqual([
      'The annual fee for each mooring is 340 euros. It is due on the first of March.',
      'Every boat must carry a working radio.',
      '',
    ])
    expect(pages[0]).toMatchObject({ width: 595, height: 842, warnings: [] })
    expect(pages[2]?.warnings).toEqual([expect.stringContaining('No text on this page')])
  })

  it('knows which glyph each character of its text is', async () => {
    using file = await openPdf(made, 'made.pdf')
    const glyphs = readPage(file, 1)?.glyphs ?? []
    const { text, sources } = layOut(glyphs)
    expect(sources).toHaveLength(text.length)
    for (const [at, source] of sources.entries()) {
      if (source >= 0) expect(String.fromCodePoint(glyphs[source]?.code ?? 0)).toBe(text[at])
    }
  })

  it('is drawn as wide as asked, with the marked words and only those in colour', async () => {
    const [{ text } = { text: '' }] = await pagesOf(made)
    const start = text.indexOf('340 euros')
    const plain = decode((await renderPage(made, { page: 1, width: 600 })).png)
    const picture = await renderPage(made, { page: 1, width: 600, marks: [[start, start + 9]] })
    const marked = decode(picture.png)
    expect([marked.width, marked.height]).toEqual([600, Math.round((600 * 842) / 595)])
    const changed: [x: number, y: number][] = []
    for (let at = 0; at < marked.data.length; at += 4) {
      if (marked.data[at + 2] !== plain.data[at + 2]) changed.push([(at / 4) % 600, Math.floor(at / 4 / 600)])
    }
    const [xs, ys] = [changed.map(([x]) => x), changed.map(([, y]) => y)]
    // Helvetica 12: the words begin some 190 points from the line's start at 72, and are about 55 wide.
    expect(Math.min(...xs)).toBeGreaterThan(72 + 150)
    expect(Math.max(...xs)).toBeLessThan(72 + 290)
    expect(Math.max(...ys) - Math.min(...ys)).toBeLessThan(30)
    expect(changed.length).toBeGreaterThan(300)
    const { left, top, right, bottom } = picture.marked ?? { left: 0, top: 0, right: 0, bottom: 0 }
    expect(left * 600).toBeLessThanOrEqual(Math.min(...xs))
    expect(right * 600).toBeGreaterThan(Math.max(...xs))
    expect(top * marked.height).toBeLessThanOrEqual(Math.min(...ys))
    expect(bottom * marked.height).toBeGreaterThan(Math.max(...ys))
    expect((right - left) * 600).toBeLessThan(150)
  })

  it('has no page beyond its last', async () => {
    await expect(renderPage(made, { page: 4, width: 100 })).rejects.toMatchObject({ code: 'page.unknown', status: 404 })
    await expect(renderPage(made, { page: 0, width: 100 })).rejects.toMatchObject({ code: 'page.unknown' })
  })
})

describe.skipIf(!hasSamples)(`real PDFs${withoutSamples}`, () => {
  it('two columns: read one after the other, without hyphens', async () => {
    const [first] = await pagesOf(sample('multicolumn.pdf'))
    expect(first?.text).toContain(
      'Lorem ipsum dolor sit amet, consectetuer adipiscing elit. Ut purus elit, vestibulum ut, placerat ac',
    )
    expect(first?.text).toContain('Donec nonummy pellentesque ante. Phasellus adipiscing semper elit.')
    expect(first?.headings.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['Two-Column Document with Lorem Ipsum', 'Abstract']),
    )
  })

  it('117 pages of German with formulas: headings, page by page, formulas in their lines', async () => {
    const pages = await pagesOf(sample('GeoTopo-komprimiert.pdf'))
    expect(pages).toHaveLength(117)
    expect(pages[12]?.headings.map(({ text }) => text)).toEqual(['1.3 Stetigkeit'])
    expect(pages[12]?.text).toContain('a) f heißt stetig :⇔ ∀U ∈ TY : f⁻¹(U) ∈ TX.')
    expect(pages[11]?.text).toContain('Ein topologischer Raum X heißt hausdorffsch, wenn es für je zwei Punkte')
  })

  it('a table: cells apart, notes as notes', async () => {
    const [first] = await pagesOf(sample('google-doc-document.pdf'))
    expect(first?.text).toContain('Capital\tJakarta\tBerlin\tVienna\tParis\tVatican City')
    expect(first?.text).toContain('273.879.750¹')
  })

  it('Arabic: in reading order', async () => {
    const [first] = await pagesOf(sample('habibi.pdf'))
    expect(first?.text).toContain('حَبيبي')
    expect(first?.text).toContain('habibi')
  })

  it('one with a password says what to do', async () => {
    await expect(extract(sample('libreoffice-writer-password.pdf'), 'p.pdf')).rejects.toMatchObject({
      code: 'document.encrypted',
      message: expect.stringContaining('without one'),
    })
  })
})
