import type { Page } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import { text } from '../../src/strings/index.ts'
import { httpClient } from '../support/client.ts'
import { until } from '../support/until.ts'
import { faults } from './support/axe.ts'
import { closeBrowser, hasChromium, openPage } from './support/page.ts'
import { serve } from './support/served.ts'

afterAll(closeBrowser)

const { search, recall } = text

const long = Array.from(
  { length: 40 },
  (_, at) =>
    `## Berth ${at + 1}\n\nThe ferry leaves berth ${at + 1} at high water. ${'Ropes are checked before. '.repeat(25)}`,
).join('\n\n')

/** A library of four documents, its page open at the search. */
const openSearch = async (query: string) => {
  const backend = await serve()
  const client = httpClient(backend)
  const { id } = await client.workspace('Harbour')
  await client.add(
    id,
    ['Harbour/rules/speed.md', '# Speed\n\n## Inside\n\nBoats go at most four knots inside the breakwater.\n'],
    ['Harbour/rules/fees.csv', 'boat,mooring fee\nferry,240\npilot cutter,120\n'],
    ['Harbour/plan.txt', 'The breakwater is extended by forty metres. The ferry moors at the new pier.\n'],
    ['berths.md', long],
  )
  const page = await openPage(backend.page)
  await page.getByRole('link', { name: text.frame.screens.library }).click()
  await field(page).fill(query)
  return { backend, page, workspaceId: id }
}

const field = (page: Page) => page.getByRole('searchbox')
const groups = (page: Page) => page.locator('.group h4')
const box = (page: Page, name: string) => page.getByRole('checkbox', { name: new RegExp(`^${name}`) })
const names = async (page: Page, count: number) => {
  await until(async () => (await groups(page).count()) === count)
  return (await groups(page).allInnerTexts()).map((name) => name.trim()).sort()
}
const focusIs = (page: Page, selector: string) =>
  until(() =>
    page.evaluate((selector) => {
      let element = document.activeElement
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
      return element?.matches(selector) === true
    }, selector),
  )

describe.skipIf(!hasChromium)('search results', () => {
  test('are grouped by document, and filters beside them edit the query', async () => {
    const { page } = await openSearch('ferry')
    expect(await names(page, 3)).toEqual(['berths.md', 'fees.csv', 'plan.txt'])
    await page.getByRole('button', { name: /more passages from this document/ }).click()
    await until(async () => (await page.locator('.hit').count()) > 20)
    await page.locator('.hit').getByText('Berth 7', { exact: true }).first().waitFor()
    expect(await faults(page)).toEqual([])

    await box(page, 'CSV').check()
    expect(await field(page).inputValue()).toBe('ferry type:csv')
    expect(await names(page, 1)).toEqual(['fees.csv'])
    expect(page.url()).toContain('q=ferry+type%3Acsv')
    await box(page, 'Plain text').check()
    expect(await names(page, 2)).toEqual(['fees.csv', 'plan.txt'])
    await box(page, 'CSV').uncheck()
    expect(await names(page, 1)).toEqual(['plan.txt'])

    await page.reload()
    expect(await names(page, 1)).toEqual(['plan.txt'])
    expect(await field(page).inputValue()).toBe('ferry type:txt')
    await field(page).fill('ferry type:zzz -in:plan.txt')
    await page.getByText('“zzz” isn’t a document type').waitFor()
    await page.getByRole('button', { name: search.filters.remove('type:zzz') }).click()
    expect(await field(page).inputValue()).toBe('ferry -in:plan.txt')
    expect(await names(page, 2)).toEqual(['berths.md', 'fees.csv'])
    await field(page).fill('type:md')
    await page.getByRole('heading', { name: search.firstPassages }).waitFor()
    expect(await names(page, 2)).toEqual(['berths.md', 'speed.md'])
  })

  test('are walked by keys, opened at their place, and left with Esc', async () => {
    const { page } = await openSearch('knots')
    await groups(page).getByText('speed.md').waitFor()
    await field(page).press('ArrowDown')
    await focusIs(page, 'h4 .stop')
    await page.keyboard.press('ArrowDown')
    await focusIs(page, '.hit')
    await page.keyboard.press('Enter')
    await page.getByRole('complementary').locator('mark').first().waitFor()
    await page.keyboard.press('Escape')
    await focusIs(page, '.hit')
    await page.keyboard.press('Escape')
    await focusIs(page, '#search')
    await page.keyboard.press('Escape')
    await page.locator('.row').first().waitFor()
    expect(await field(page).inputValue()).toBe('')
  })

  test('lead to what is like them, and back', async () => {
    const { page } = await openSearch('metres')
    await groups(page).getByText('plan.txt').waitFor()
    await page.getByRole('link', { name: search.likeFor('plan.txt', 1) }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: search.likePassage('plan.txt', 1) }).waitFor()
    await groups(page).getByText('speed.md').waitFor()
    expect(await faults(page)).toEqual([])
    await page.locator('.group').filter({ hasText: 'speed.md' }).locator('.hit').click()
    await page.getByRole('button', { name: text.evidence.originalOf('speed.md') }).click()
    await page.getByRole('menuitem', { name: search.like }).click()
    await page.getByRole('heading', { name: search.likePassage('speed.md', 1) }).waitFor()
    await page.goBack()
    await page.getByRole('link', { name: search.back('metres') }).click()
    await groups(page).getByText('plan.txt').waitFor()
    await groups(page).getByRole('link').click()
    await page.getByRole('link', { name: search.like, exact: true }).click()
    await page.getByRole('heading', { name: search.likeDocument('plan.txt') }).waitFor()
  })

  test('keep their filters folded where it is narrow, and say how to search', async () => {
    const { page } = await openSearch('ferry')
    await names(page, 3)
    await page.setViewportSize({ width: 360, height: 800 })
    await box(page, 'CSV').waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: search.filters.title }).click()
    await box(page, 'CSV').check()
    expect(await names(page, 1)).toEqual(['fees.csv'])
    await page.getByRole('button', { name: search.filters.count(1) }).waitFor()
    await page.getByRole('button', { name: search.help.title }).click()
    await page.locator('aios-search-help').getByText('type:pdf', { exact: true }).waitFor()
    expect(await faults(page)).toEqual([])
  })
})

describe.skipIf(!hasChromium)('the test of recall', () => {
  test('shows what an agent would be handed, with its scores', async () => {
    const { page } = await openSearch('ferry berth')
    await page.getByRole('link', { name: search.recall }).click()
    await page.getByRole('heading', { name: recall.title }).waitFor()
    await page.getByText(/\d+ passages of \d+ candidates/).waitFor()
    expect(await field(page).inputValue()).toBe('ferry berth')
    await page.getByRole('cell', { name: 'ferri', exact: true }).waitFor()
    const numbers = await page.locator('.scores').first().locator('dd').allInnerTexts()
    const [total = 0, ...parts] = numbers.map((number) => Number.parseFloat(number))
    expect(parts).toHaveLength(4)
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(total, 1)
    expect(await faults(page)).toEqual([])
    await field(page).fill('knots type:zzz')
    await page.getByText('“zzz” isn’t a document type').waitFor()
    await field(page).press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('complementary').locator('mark').first().waitFor()
  })
})
