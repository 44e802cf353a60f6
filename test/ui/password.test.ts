import { afterAll, describe, expect, test } from 'vitest'
import type { Document } from '../../extensions/backend/src/shared/contract/documents.ts'
import { text } from '../../src/strings/index.ts'
import { lockedPdf } from '../support/locked-pdf.ts'
import { until } from '../support/until.ts'
import { faults } from './support/axe.ts'
import { closeBrowser, hasChromium, openPage } from './support/page.ts'
import { serve } from './support/served.ts'

afterAll(closeBrowser)

const { password } = text.library
const name = 'locked.pdf'

/** A backend with one document that failed for its password. */
const serveLocked = async () => {
  const backend = await serve()
  const body = JSON.stringify({ name: 'Harbour' })
  const { id } = await backend.call<{ id: string }>('/api/workspaces', { method: 'POST', body })
  const form = new FormData()
  form.append('file', new File([new Uint8Array(lockedPdf('The harbour office opens at seven.', 'tide'))], name))
  const headers = { Authorization: `Bearer ${backend.token}` }
  await fetch(`${backend.url}/api/workspaces/${id}/documents`, { method: 'POST', headers, body: form })
  const documents = () => backend.call<Document[]>(`/api/workspaces/${id}/documents`)
  const [document] = await until(documents, ([only]) => only?.status === 'failed')
  return { backend, documents, document: document as Document }
}

describe.skipIf(!hasChromium)('a document with a password', () => {
  test('is opened from its row; a wrong password says so and can be corrected', async () => {
    const { backend, documents } = await serveLocked()
    const page = await openPage(backend.page)
    await page.getByRole('link', { name: 'Library' }).click()
    const action = page.getByRole('button', { name: password.actionFor(name) })
    await action.waitFor()
    expect(await faults(page)).toEqual([])

    await action.press('Enter')
    const field = page.getByLabel(password.label, { exact: true })
    await field.waitFor()
    expect(await faults(page)).toEqual([])
    await page.keyboard.press('Escape')
    await field.waitFor({ state: 'detached' })
    await until(() => action.evaluate((button) => button.matches(':focus')))

    await page.keyboard.press('Enter')
    await field.fill('ebb')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText(password.wrong).waitFor()
    expect(await faults(page)).toEqual([])
    await until(() => field.evaluate((input) => input.matches(':focus')))
    await page.keyboard.type('tide')
    await page.keyboard.press('Enter')
    await field.waitFor({ state: 'detached' })
    const row = page.getByRole('link', { name })
    await until(() => row.evaluate((link) => link.matches(':focus')))
    expect((await documents())[0]?.status).toBe('ready')
  })

  test('is opened from its own page', async () => {
    const { backend, document } = await serveLocked()
    const page = await openPage(backend.page)
    await page.getByRole('link', { name: 'Library' }).click()
    await page.getByRole('link', { name }).click()
    const action = page.getByRole('button', { name: password.action })
    await action.waitFor()
    expect(await faults(page)).toEqual([])
    await action.click()
    const field = page.getByLabel(password.label, { exact: true })
    await field.fill('tide')
    await page.keyboard.press('Enter')
    await field.waitFor({ state: 'detached' })
    await page.getByRole('table').waitFor()
    expect(await faults(page)).toEqual([])
    expect((await backend.call<Document>(`/api/documents/${document.id}`)).status).toBe('ready')
  })
})
