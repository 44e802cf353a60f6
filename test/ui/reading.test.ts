import { afterAll, describe, expect, test } from 'vitest'
import type { Document } from '../../extensions/backend/src/shared/contract/documents.ts'
import { text } from '../../src/strings/index.ts'
import { until } from '../support/until.ts'
import { faults } from './support/axe.ts'
import { closeBrowser, hasChromium, openPage } from './support/page.ts'
import { serve } from './support/served.ts'

afterAll(closeBrowser)

const { reading } = text.library

/** A backend that reads nothing, with two documents that wait. */
const servePaused = async () => {
  const backend = await serve()
  const post = <T>(path: string, body: unknown) => backend.call<T>(path, { method: 'POST', body: JSON.stringify(body) })
  const { id } = await post<{ id: string }>('/api/workspaces', { name: 'Harbour' })
  await post('/api/indexing', { paused: true })
  const form = new FormData()
  form.append('file', new File(['The ferry leaves at seven.'], 'ferry.txt'))
  form.append('file', new File(['Boats go at most four knots.'], 'speed.txt'))
  const headers = { Authorization: `Bearer ${backend.token}` }
  await fetch(`${backend.url}/api/workspaces/${id}/documents`, { method: 'POST', headers, body: form })
  const statusOf = async (name: string) => {
    const all = await backend.call<Document[]>(`/api/workspaces/${id}/documents`)
    return all.find((each) => each.name === name)?.status
  }
  return { backend, post, statusOf }
}

describe.skipIf(!hasChromium)('reading documents', () => {
  test('pauses and resumes, wherever that was asked for; one document is left out', async () => {
    const { backend, post, statusOf } = await servePaused()
    const page = await openPage(backend.page)
    await page.getByRole('status').getByText(text.ask.paused(2)).waitFor()
    await page.getByRole('link', { name: 'Library' }).click()
    await page.getByText(reading.paused(2)).waitFor()
    expect(await faults(page)).toEqual([])

    await page.getByRole('button', { name: reading.cancelFor('speed.txt') }).press('Enter')
    const failures = page.getByRole('region', { name: text.library.failedTitle(1) })
    await failures.getByText(/stopped/).waitFor()
    await page.getByText(reading.paused(1)).waitFor()
    const stopped = page.getByRole('link', { name: 'speed.txt' })
    await until(() => stopped.evaluate((link) => link.matches(':focus')))
    expect(await faults(page)).toEqual([])

    await page.getByRole('button', { name: reading.resume }).press('Enter')
    await page.getByText(reading.paused(1)).waitFor({ state: 'detached' })
    await until(
      () => statusOf('ferry.txt'),
      (status) => status === 'ready',
    )
    expect(await statusOf('speed.txt')).toBe('failed')
    await post('/api/indexing', { paused: true })
    await page.getByText(reading.paused(0)).waitFor()

    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill(text.palette.resumeReading)
    await page.keyboard.press('Enter')
    await page.getByText(reading.paused(0)).waitFor({ state: 'detached' })
    expect((await backend.call<{ paused: boolean }>('/api/indexing')).paused).toBe(false)
  })

  test('one page is read again from the receipt, with the keyboard', async () => {
    const { backend, post } = await servePaused()
    await post('/api/indexing', { paused: false })
    const page = await openPage(backend.page)
    await page.getByRole('link', { name: 'Library' }).click()
    await page.getByRole('link', { name: 'ferry.txt' }).click()
    const again = page.getByRole('button', { name: text.library.readPageAgain(1) })
    const answer = page.waitForResponse((response) => response.url().endsWith('/pages/1/reindex'))
    await again.press('Enter')
    expect((await answer).status()).toBe(200)
    await page.getByRole('status').getByText(text.library.pageRead(1)).waitFor()
    expect(await again.evaluate((button) => button.matches(':focus'))).toBe(true)
    expect(await faults(page)).toEqual([])
  })

  test('is stopped on the page of the document', async () => {
    const { backend, statusOf } = await servePaused()
    const page = await openPage(backend.page)
    await page.getByRole('link', { name: 'Library' }).click()
    await page.getByRole('link', { name: 'ferry.txt' }).click()
    const stop = page.getByRole('button', { name: reading.cancel })
    await stop.waitFor()
    expect(await faults(page)).toEqual([])
    await stop.click()
    await page.getByRole('button', { name: text.library.readAgain }).waitFor()
    expect(await statusOf('ferry.txt')).toBe('failed')
  })
})
