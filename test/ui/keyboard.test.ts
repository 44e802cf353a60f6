import type { Page } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import { text } from '../../src/strings/index.ts'
import { until } from '../support/until.ts'
import { closeBrowser, hasChromium, openPage } from './support/page.ts'
import { serve } from './support/served.ts'

afterAll(closeBrowser)

/** The accessible name, or the text, of what has the focus. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    let element = document.activeElement
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
    return (element?.getAttribute('aria-label') ?? element?.textContent ?? '').trim()
  })

/** Presses Tab until something of that name has the focus. */
const tabTo = async (page: Page, name: string | RegExp) => {
  for (let presses = 0; presses < 40; presses++) {
    const now = await focused(page)
    if (typeof name === 'string' ? now.startsWith(name) : name.test(now)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not reach ${name}; it ended at ${await focused(page)}`)
}

const focusIs = (page: Page, name: string | RegExp) =>
  until(
    () => focused(page),
    (now) => (typeof name === 'string' ? now.startsWith(name) : name.test(now)),
  )

describe.skipIf(!hasChromium)('with the keyboard alone', () => {
  test('from the first start to a cited page and back', async () => {
    const backend = await serve()
    const page = await openPage(backend.page)
    await page.getByRole('button', { name: text.firstStart.sample }).waitFor()
    await tabTo(page, text.frame.skip)
    await page.keyboard.press('Enter')
    await tabTo(page, text.firstStart.sample)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: text.firstStart.questions[1] }).waitFor()

    await page.keyboard.press('Control+n')
    await page.keyboard.press('Alt+n')
    await focusIs(page, text.ask.label)
    await page.keyboard.type('Who may use the table saw?')
    await page.keyboard.press('Enter')
    const citation = page.getByRole('button', { name: /^Source 1/ })
    await citation.waitFor()
    await page.keyboard.press('Shift+Tab')
    for (let presses = 0; presses < 20 && !/^Source 1/.test(await focused(page)); presses++) {
      await page.keyboard.press('Shift+Tab')
    }
    await page.keyboard.press('Enter')
    const evidence = page.getByRole('complementary')
    await evidence.locator('mark').first().waitFor()
    await focusIs(page, text.evidence.title)

    const position = evidence.getByText(/^\d+ of \d+$/)
    if (await position.count()) {
      await page.keyboard.press(']')
      await evidence.getByText(/^2 of/).waitFor()
      await page.keyboard.press('[')
      await evidence.getByText(/^1 of/).waitFor()
    }
    await page.keyboard.press('Escape')
    await evidence.waitFor({ state: 'detached' })
    await focusIs(page, /^Source 1/)
  })

  test('the screens, the palette and the list of keys', async () => {
    const backend = await serve()
    const page = await openPage(backend.page)
    await page.getByRole('button', { name: text.firstStart.sample }).click()
    await page.getByRole('button', { name: text.firstStart.questions[0] }).waitFor()
    for (const [index, screen] of Object.values(text.frame.screens).entries()) {
      await page.keyboard.press(`Control+${index + 1}`)
      await page.getByRole('heading', { name: screen, level: 2 }).waitFor()
    }
    await page.keyboard.press('Control+f')
    await focusIs(page, text.library.search)
    await page.keyboard.press('ArrowDown')
    await focusIs(page, /Tidewater/)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: text.firstStart.sampleName }).waitFor()

    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').waitFor()
    await page.keyboard.type('gotos')
    await page.getByRole('option', { name: text.palette.goTo(text.frame.screens.settings) }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: text.settings.title, level: 2 }).waitFor()
    expect(await page.getByRole('dialog').count()).toBe(0)

    await page.keyboard.press('?')
    await page.locator('aios-keys').getByText(text.keys.palette).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  test('the theme is chosen and kept', async () => {
    const backend = await serve()
    const page = await openPage(backend.page, { colorScheme: 'light' })
    await page.getByText(text.status.connected).waitFor()
    await page.keyboard.press('Control+5')
    await page.getByRole('link', { name: text.settings.appearance }).click()
    const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
    const light = await background()
    await page.getByRole('radio', { name: text.settings.themes.dark }).check()
    expect(await background()).not.toBe(light)
    await page.reload()
    await page.getByRole('radio', { name: text.settings.themes.dark, checked: true }).waitFor()
    expect(await background()).not.toBe(light)

    // A browser that remembers nothing, as the window at its next start.
    const other = await openPage(backend.page, { colorScheme: 'light' })
    await other.locator('html[data-theme="dark"]').waitFor()
    await page.getByRole('radio', { name: text.settings.themes.system }).check()
    expect(await background()).toBe(light)
  })
})
