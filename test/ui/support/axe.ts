import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds wrong, in a line each. */
export const violations = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe)
  const { violations } = await page.evaluate<AxeResults>('axe.run()')
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`),
  )
}

/** By how many pixels the page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - innerWidth)

/** What is wrong with what is shown now: in light and dark, wide and at 360 pixels. */
export const faults = async (page: Page): Promise<string[]> => {
  const found: string[] = []
  for (const width of [1280, 360]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: 800 })
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const wider = await overflow(page)
      const all = [...(wider > 0 ? [`${wider} pixels too wide`] : []), ...(await violations(page))]
      found.push(...all.map((each) => `${width} ${colorScheme}: ${each}`))
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 })
  return found
}
