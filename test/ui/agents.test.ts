import { afterAll, describe, expect, test } from 'vitest'
import type { Agent } from '../../extensions/backend/src/shared/contract/agents.ts'
import { text } from '../../src/strings/index.ts'
import { until } from '../support/until.ts'
import { closeBrowser, hasChromium, openPage } from './support/page.ts'
import { serve } from './support/served.ts'

afterAll(closeBrowser)

describe.skipIf(!hasChromium)('agents', () => {
  test('are told what they do, used, copied, changed and deleted', async () => {
    const backend = await serve()
    const page = await openPage(backend.page)
    const own = async () => (await backend.call<Agent[]>('/api/agents')).filter(({ builtIn }) => !builtIn)
    const dialog = page.locator('aios-agent-sheet')
    await page.getByRole('button', { name: text.firstStart.sample }).click()
    await page.getByRole('button', { name: text.firstStart.questions[0] }).waitFor()

    await page.keyboard.press('Control+4')
    await page.getByRole('button', { name: text.agents.duplicateLabel('Answer'), exact: true }).click()
    await dialog.getByRole('textbox', { name: text.agents.name }).fill('Short answer')
    await dialog.getByLabel(text.agents.quotes).fill('1')
    await dialog.getByRole('button', { name: text.agents.create }).click()
    await page.getByRole('heading', { name: 'Short answer' }).waitFor()
    expect((await own())[0]).toMatchObject({ name: 'Short answer', kind: 'answer', limits: { quotes: 1 } })

    await page.getByRole('button', { name: text.agents.useLabel('Short answer') }).click()
    await page.getByRole('button', { name: text.ask.chooseAgent('Short answer') }).waitFor()
    await page.getByRole('textbox', { name: text.ask.label }).fill(text.firstStart.questions[0] as string)
    await page.keyboard.press('Enter')
    await page.locator('aios-answer blockquote').first().waitFor()
    expect(await page.locator('aios-answer blockquote').count()).toBe(1)

    await page.keyboard.press('Control+4')
    await page.getByRole('button', { name: text.agents.editLabel('Short answer') }).click()
    await dialog.getByRole('textbox', { name: text.agents.name }).fill('Shortest answer')
    await dialog.getByRole('button', { name: text.agents.save, exact: true }).click()
    await page.getByRole('heading', { name: 'Shortest answer' }).waitFor()

    await page.getByRole('button', { name: text.agents.deleteLabel('Shortest answer') }).click()
    await page.getByRole('button', { name: text.action.undo }).click()
    await page.getByRole('heading', { name: 'Shortest answer' }).waitFor()
    await page.getByRole('button', { name: text.agents.deleteLabel('Shortest answer') }).click()
    await page
      .getByRole('region', { name: text.frame.notices })
      .getByRole('button', { name: text.action.close })
      .click()
    await until(own, (left) => left.length === 0)
  })

  test('that another window made, changed or removed are told of', async () => {
    const backend = await serve()
    const page = await openPage(backend.page)
    await page.keyboard.press('Control+4')
    await page.getByRole('heading', { name: 'Answer', exact: true }).waitFor()
    const send = (method: string, path: string, body?: object) =>
      backend.call<Agent>(path, {
        method,
        ...(body && { body: JSON.stringify(body) }),
      })
    const { id } = await send('POST', '/api/agents', { name: 'From elsewhere' })
    await page.getByRole('heading', { name: 'From elsewhere' }).waitFor()
    await send('PATCH', `/api/agents/${id}`, { name: 'Renamed elsewhere' })
    await page.getByRole('heading', { name: 'Renamed elsewhere' }).waitFor()
    await send('DELETE', `/api/agents/${id}`)
    await page.getByRole('heading', { name: 'Renamed elsewhere' }).waitFor({ state: 'detached' })
  })
})
