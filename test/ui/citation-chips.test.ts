import { afterAll, describe, expect, test } from 'vitest'
import { calls, says } from '../support/model-answers.ts'
import { askAgent, openModelRun } from './support/model-run.ts'
import { closeBrowser, hasChromium } from './support/page.ts'

afterAll(closeBrowser)

const search = calls([{ name: 'search_documents', arguments: { query: 'mooring' } }])

/** Runs in the page: the words whose citation stands on another line than the end of the word before it. */
const aloneOnALine = () => {
  const root = document.querySelector('aios-app')?.shadowRoot
  const all = (from: ParentNode): HTMLElement[] =>
    [...from.querySelectorAll<HTMLElement>('*')].flatMap((element) => [
      element,
      ...(element.shadowRoot ? all(element.shadowRoot) : []),
    ])
  const chips = all(root ?? document).filter((element) => element.matches('.text [data-citation]'))
  const alone = chips.flatMap((chip) => {
    const before = document.createRange()
    const paragraph = chip.closest('p') as HTMLElement
    before.setStart(paragraph, 0)
    before.setEndBefore(chip)
    const last = [...before.getClientRects()].at(-1)
    const { top, bottom } = chip.getBoundingClientRect()
    return last && last.bottom > top && last.top < bottom ? [] : [paragraph.textContent]
  })
  return { chips: chips.length, alone }
}

describe.skipIf(!hasChromium)('the citations of an answer', () => {
  test('never stand alone at the beginning of a line, however wide the page is', async () => {
    const { server, page } = await openModelRun({ agent: { tools: ['search_documents'] } })
    const answer = [
      'A mooring costs 340 euros a year [1], and whoever comes for a night pays nothing [1][1].',
      'Of the fees that are due, **all are to be paid in advance**[1] or _within the month_ [1].',
    ].join('\n\n')
    server.script(search, says(answer))
    await page.setViewportSize({ width: 400, height: 800 })
    await askAgent(page, 'Clerk', 'What does a mooring cost?')
    await page.locator('aios-answer [data-citation]').first().waitFor()
    for (let width = 360; width <= 520; width += 4) {
      await page.setViewportSize({ width, height: 800 })
      expect(await page.evaluate(aloneOnALine), `${width} wide`).toEqual({ chips: 5, alone: [] })
    }
  })
})
