import { describe, expect, it } from 'vitest'
import type { Heading } from '../../../extensions/backend/src/text/extract/format.ts'
import { chunk, type HeadingPath } from '../../../extensions/backend/src/text/pages/chunk.ts'
import { prose, random } from '../../support/random.ts'

const wordCount = (text: string) => text.match(/\S+/g)?.length ?? 0

/** A page of prose with headings strewn in. */
const page = (seed: number) => {
  const next = random(seed)
  const headings: Heading[] = []
  let text = ''
  for (let section = 0; section < 1 + next() * 5; section++) {
    if (next() < 0.8) {
      const words = `Section ${section}`
      headings.push({ start: text.length, level: 1 + Math.floor(next() * 3), text: words })
      text += `${words}\n\n`
    }
    text += `${prose(next, next() * 6000)}\n\n`
  }
  return { text, headings }
}

describe('chunk', () => {
  it('has every letter in exactly one passage, in order', () => {
    for (let seed = 0; seed < 60; seed++) {
      const { text, headings } = page(seed)
      let last = 0
      for (const { start, end } of chunk({ text, headings }, [])) {
        expect(text.slice(last, start).trim()).toBe('')
        expect(end).toBeGreaterThan(start)
        expect(text.slice(start, end)).toBe(text.slice(start, end).trim())
        expect(text.slice(start, end).isWellFormed()).toBe(true)
        last = end
      }
      expect(text.slice(last).trim()).toBe('')
    }
  })

  it('keeps passages at a length that can be read at a glance', () => {
    for (let seed = 0; seed < 60; seed++) {
      const { text, headings } = page(seed)
      for (const { start, end } of chunk({ text, headings }, [])) {
        expect(wordCount(text.slice(start, end))).toBeLessThanOrEqual(260)
        expect(end - start).toBeLessThanOrEqual(3000)
      }
    }
  })

  it('never runs across a heading that has a text of its own', () => {
    for (let seed = 0; seed < 60; seed++) {
      const { text, headings } = page(seed)
      const starts = headings.filter((heading) => text.slice(0, heading.start).trimEnd().length > 0)
      for (const { start, end } of chunk({ text, headings }, [])) {
        const crossed = starts.filter((heading) => heading.start > start && heading.start < end)
        for (const heading of crossed) {
          const before = text.slice(start, heading.start).trim()
          expect(headings.map((each) => each.text).some((each) => before.endsWith(each))).toBe(true)
        }
      }
    }
  })

  it('cuts plain prose into passages of about 120 to 200 words', () => {
    const sentence = 'The cooperative reports its catch every Friday before noon to the harbour authority. '
    const text = sentence.repeat(60)
    const counts = chunk({ text, headings: [] }, []).map(({ start, end }) => wordCount(text.slice(start, end)))
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(110)
    expect(Math.max(...counts)).toBeLessThanOrEqual(200)
  })

  it('counts words in Chinese, which has no spaces', () => {
    const text = '人工智能正在改变世界，搜索引擎需要分词才能找到答案。'.repeat(60)
    const passages = chunk({ text, headings: [] }, [])
    expect(passages.length).toBeGreaterThan(3)
    for (const { start, end } of passages) expect(text.slice(start, end)).toMatch(/。$/)
  })

  it('knows the headings above a passage, over pages', () => {
    const path: HeadingPath = []
    const first = { text: 'Permit\n\nAll of it.\n\nFees\n\nEach is 340.', headings: [] as Heading[] }
    first.headings = [
      { start: 0, level: 1, text: 'Permit' },
      { start: first.text.indexOf('Fees'), level: 2, text: 'Fees' },
    ]
    expect(chunk(first, path).map(({ heading }) => heading)).toEqual(['Permit', 'Permit › Fees'])
    expect(chunk({ text: 'More on fees.', headings: [] }, path)[0]?.heading).toBe('Permit › Fees')
    expect(
      chunk({ text: 'Duties\n\nA radio.', headings: [{ start: 0, level: 2, text: 'Duties' }] }, path)[0]?.heading,
    ).toBe('Permit › Duties')
  })
})
