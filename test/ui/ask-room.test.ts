import { afterAll, describe, expect, test } from 'vitest'
import type { Document } from '../../extensions/backend/src/shared/contract/documents.ts'
import { text } from '../../src/strings/index.ts'
import { permit } from '../support/samples.ts'
import { until } from '../support/until.ts'
import { closeBrowser, hasChromium, openPage } from './support/page.ts'
import { serve } from './support/served.ts'

afterAll(closeBrowser)

/** A backend with a document that can be read and one that cannot. */
const serveTwo = async () => {
  const backend = await serve()
  const { id } = await backend.call<{ id: string }>('/api/workspaces', { method: 'POST', body: '{"name":"Harbour"}' })
  const form = new FormData()
  form.append('file', new File([permit], 'permit.md'))
  form.append('file', new File([], 'empty.txt'))
  const headers = { Authorization: `Bearer ${backend.token}` }
  await fetch(`${backend.url}/api/workspaces/${id}/documents`, { method: 'POST', headers, body: form })
  await until(
    () => backend.call<Document[]>(`/api/workspaces/${id}/documents`),
    (documents) => documents.every(({ status }) => status === 'ready' || status === 'failed'),
  )
  return backend
}

describe.skipIf(!hasChromium)('asking', () => {
  test('says that some documents could not be read, and leads to them', async () => {
    const backend = await serveTwo()
    const page = await openPage(backend.page)
    await page.getByText(text.ask.scope(1, 1)).waitFor()
    await page.getByRole('link', { name: text.ask.unreadable(1) }).click()
    await page.getByText('empty.txt is empty').waitFor()
  })

  test('offers what was asked before, each question once, the last one first', async () => {
    const backend = await serveTwo()
    const [workspace] = await backend.call<{ id: string }[]>('/api/workspaces')
    const [agent] = await backend.call<{ id: string }[]>('/api/agents')
    for (const prompt of ['Who holds the permit?', 'What is the fee?', 'Who holds the permit?']) {
      const body = JSON.stringify({ agentId: agent?.id, workspaceId: workspace?.id, prompt })
      await backend.call('/api/agents/run', { method: 'POST', body })
    }
    const page = await openPage(backend.page)
    await page.getByRole('button', { name: 'Who holds the permit?' }).waitFor()
    expect(
      (await page.locator('aios-empty-thread .question').allTextContents()).map((question) => question.trim()),
    ).toEqual(['Who holds the permit?', 'What is the fee?'])
  })

  test('says that the agent that was chosen was deleted, and who answers instead', async () => {
    const backend = await serveTwo()
    const body = JSON.stringify({ name: 'Clerk', kind: 'answer' })
    const { id } = await backend.call<{ id: string }>('/api/agents', { method: 'POST', body })
    const page = await openPage(backend.page)
    await page.getByRole('textbox', { name: text.ask.label }).fill('/Clerk')
    await page.getByRole('option', { name: /Clerk/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: text.ask.chooseAgent('Clerk') }).waitFor()
    await backend.call(`/api/agents/${id}`, { method: 'DELETE' })
    const [usual] = await backend.call<{ name: string }[]>('/api/agents')
    await page
      .getByRole('status')
      .getByText(text.ask.agentGone(usual?.name ?? ''))
      .waitFor()
  })

  test('a menu opens upwards where there is no room below it', async () => {
    const backend = await serveTwo()
    const page = await openPage(backend.page)
    await page.getByRole('textbox', { name: text.ask.label }).fill('What is the annual fee for a mooring?')
    await page.keyboard.press('Enter')
    const save = page.getByRole('button', { name: text.ask.saveLabel })
    await save.click()
    const list = page.getByRole('menu')
    const isUp = async () => ((await list.boundingBox())?.y ?? 0) < ((await save.boundingBox())?.y ?? 0)
    expect(await isUp()).toBe(false)
    await page.keyboard.press('Escape')
    const { y = 0, height = 0 } = (await save.boundingBox()) ?? {}
    const composer = await page.locator('aios-composer').boundingBox()
    // The composer now stands right below the button.
    await page.setViewportSize({ width: 1280, height: Math.ceil(y + height + 20 + (composer?.height ?? 0)) })
    await save.scrollIntoViewIfNeeded()
    await save.click()
    expect(await isUp()).toBe(true)
    for (const item of await list.getByRole('menuitem').all()) {
      expect(await item.evaluate((button) => button.getBoundingClientRect().top)).toBeGreaterThanOrEqual(0)
    }
  })
})
