import { afterAll, describe, expect, test } from 'vitest'
import { text } from '../../src/strings/index.ts'
import { closeBrowser, hasChromium, openPage } from './support/page.ts'
import { serve } from './support/served.ts'

afterAll(closeBrowser)

describe.skipIf(!hasChromium)('the first start', () => {
  test('shows one place to drop files, and no form', async () => {
    const backend = await serve()
    const page = await openPage(backend.page)
    await page.getByRole('heading', { name: 'AIOS', level: 1 }).waitFor()
    await page.getByText('Agent launcher and task manager').waitFor()
    await page.getByRole('heading', { name: text.firstStart.drop }).waitFor()
    await page.getByRole('button', { name: text.firstStart.files }).waitFor()
    await page.getByRole('button', { name: text.firstStart.folder }).waitFor()
    await page.getByText(text.status.connected).waitFor()
    expect(await page.getByRole('textbox').count()).toBe(0)
    expect(page.url()).not.toContain(backend.token)
  })

  test('the sample is answered, and a citation opens the page with the quote marked', async () => {
    const backend = await serve()
    const page = await openPage(backend.page)
    await page.getByRole('button', { name: text.firstStart.sample }).click()
    await page.getByRole('button', { name: text.firstStart.questions[0] }).click()

    await page.getByRole('heading', { name: text.firstStart.questions[0] }).waitFor()
    await page.getByText(text.ask.extractive).waitFor()
    const answer = page.locator('aios-answer blockquote').first()
    expect(await answer.textContent()).toContain('180 euros per year')

    const citation = page.getByRole('button', { name: /^Source 1: Tidewater/ })
    await citation.click()
    const evidence = page.getByRole('complementary', { name: text.evidence.title })
    await evidence.getByText(text.evidence.verdicts.exact).waitFor()
    const marked = await evidence.locator('mark').allTextContents()
    expect(marked.join(' ')).toContain('A full membership costs 180 euros per year')
    expect(await evidence.locator('mark').first().isVisible()).toBe(true)

    await page.keyboard.press('Escape')
    await evidence.waitFor({ state: 'detached' })
    expect(await citation.evaluate((element) => element.matches(':focus'))).toBe(true)
  })

  test('every question that is offered has an answer in the sample', async () => {
    const backend = await serve()
    const page = await openPage(backend.page)
    await page.getByRole('button', { name: text.firstStart.sample }).click()
    const expected = ['180 euros', 'at least 18 years old', '2 euros for each day']
    for (const [index, question] of text.firstStart.questions.entries()) {
      await page.getByRole('button', { name: question }).click()
      const exchange = page.locator('aios-exchange').last()
      await exchange.locator('aios-answer blockquote').first().waitFor()
      expect(await exchange.locator('aios-answer .text').textContent()).toContain(expected[index])
      await page.getByRole('button', { name: text.ask.new }).click()
    }
  })

  test('the other screens say that they are empty', async () => {
    const backend = await serve()
    const page = await openPage(backend.page)
    await page.getByRole('button', { name: text.firstStart.sample }).waitFor()
    await page.keyboard.press('Control+2')
    await page.getByText(text.library.none).waitFor()
    await page.keyboard.press('Control+3')
    await page.getByText(text.tasks.none).waitFor()
  })

  test('own files do not end up among the sample', async () => {
    const backend = await serve()
    const page = await openPage(backend.page)
    await page.getByRole('button', { name: text.firstStart.sample }).click()
    await page.getByRole('button', { name: text.firstStart.addOwn }).click()
    await page.getByRole('button', { name: text.firstStart.files }).waitFor()
    const workspaces = await backend.call<{ name: string; documents: number }[]>('/api/workspaces')
    expect(workspaces.map(({ name, documents }) => [name, documents])).toEqual([
      [text.firstStart.sampleWorkspace, 1],
      [text.workspaces.first, 0],
    ])
  })
})
