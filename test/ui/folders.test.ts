import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Document } from '../../extensions/backend/src/shared/contract/documents.ts'
import { text } from '../../src/strings/index.ts'
import { temporaryFolder } from '../support/folder.ts'
import { until } from '../support/until.ts'
import { faults } from './support/axe.ts'
import { closeBrowser, hasChromium, openPage } from './support/page.ts'
import { serve } from './support/served.ts'

afterAll(closeBrowser)

const { folders } = text.library

describe.skipIf(!hasChromium)('synced folders', () => {
  test('are followed, scanned and let go with the keyboard', async () => {
    const root = join(temporaryFolder(), 'harbour')
    mkdirSync(root)
    writeFileSync(join(root, 'ferry.txt'), 'The ferry leaves at seven.')
    const backend = await serve()
    const { id } = await backend.call<{ id: string }>('/api/workspaces', {
      method: 'POST',
      body: JSON.stringify({ name: 'Harbour' }),
    })
    const names = async () =>
      (await backend.call<Document[]>(`/api/workspaces/${id}/documents`)).map(({ name }) => name).sort()

    const page = await openPage(backend.page, { complaints: [/400 \(Bad Request\)/] })
    await page.getByRole('link', { name: 'Library' }).click()
    const summary = page.locator('aios-folders summary')
    await summary.press('Enter')
    await page.getByText(folders.none).waitFor()
    expect(await faults(page)).toEqual([])

    const add = page.getByRole('button', { name: folders.add })
    await add.press('Enter')
    const path = page.getByLabel(folders.path)
    await path.fill(join(root, 'nowhere'))
    await page.keyboard.press('Enter')
    await page
      .getByRole('alert')
      .getByText(/there is no folder/)
      .waitFor()
    expect(await faults(page)).toEqual([])
    await page.keyboard.press('Escape')
    await path.waitFor({ state: 'detached' })
    await until(() => add.evaluate((button) => button.matches(':focus')))

    await page.keyboard.press('Enter')
    await path.fill(`"${root}"`)
    await page.getByLabel(folders.modeAbout['in-place']).check()
    await path.press('Enter')
    const row = page.getByRole('list', { name: folders.title }).getByRole('listitem')
    await row.getByText(/In sync, 1 file/).waitFor()
    await row.getByText(folders.modes['in-place']).waitFor()
    await page.getByRole('link', { name: 'ferry.txt' }).waitFor()
    expect(await faults(page)).toEqual([])

    writeFileSync(join(root, 'speed.txt'), 'Boats go at most four knots.')
    await row.getByRole('button', { name: folders.scanFor(root) }).press('Enter')
    await row.getByText(/In sync, 2 files/).waitFor()

    await row.getByRole('button', { name: folders.ignoreFor(root) }).press('Enter')
    const ignored = page.getByLabel(folders.ignoreLabel)
    await ignored.fill('sp*.txt')
    await page.getByText(folders.alwaysSkipped).click()
    await page.getByText(/node_modules/).waitFor()
    expect(await faults(page)).toEqual([])
    await page.getByRole('button', { name: folders.ignoreConfirm }).press('Enter')
    await row.getByText(/In sync, 1 file/).waitFor()
    expect(await names()).toEqual(['ferry.txt'])
    await row.getByRole('button', { name: folders.ignoreFor(root) }).press('Enter')
    expect(await ignored.inputValue()).toBe('sp*.txt')
    await ignored.fill('x'.repeat(501))
    await page.getByRole('button', { name: folders.ignoreConfirm }).press('Enter')
    await page
      .getByRole('alert')
      .getByText(/^ignore/)
      .waitFor()
    await ignored.fill('')
    await page.getByRole('button', { name: folders.ignoreConfirm }).press('Enter')
    await row.getByText(/In sync, 2 files/).waitFor()

    await row.getByRole('button', { name: folders.removeFor(root) }).press('Enter')
    const keep = page.getByRole('button', { name: folders.keepDocuments })
    await keep.waitFor()
    expect(await faults(page)).toEqual([])
    await page.keyboard.press('Enter')
    await row.waitFor({ state: 'detached' })
    await until(() => add.evaluate((button) => button.matches(':focus')))
    expect(await names()).toEqual(['ferry.txt', 'speed.txt'])
  })

  test('says when one is away, and takes its documents along when that is asked for', async () => {
    const root = join(temporaryFolder(), 'harbour')
    mkdirSync(root)
    writeFileSync(join(root, 'ferry.txt'), 'The ferry leaves at seven.')
    const backend = await serve()
    const post = <T>(path: string, body: unknown) =>
      backend.call<T>(path, { method: 'POST', body: JSON.stringify(body) })
    const { id } = await post<{ id: string }>('/api/workspaces', { name: 'Harbour' })
    await post(`/api/workspaces/${id}/folders`, { path: root })
    const page = await openPage(backend.page)
    await page.getByRole('link', { name: 'Library' }).click()
    const document = page.getByRole('link', { name: 'ferry.txt' })
    await document.waitFor()
    await page.locator('aios-folders summary').click()
    await page.getByText(/In sync, 1 file/).waitFor()

    renameSync(root, `${root} away`)
    await page.getByRole('button', { name: folders.scanFor(root) }).click()
    const state = page.locator('aios-folders li').getByText(folders.states.failed)
    await state.waitFor()
    await page.locator('aios-folders summary').getByText(folders.failed(1)).waitFor()
    expect(await faults(page)).toEqual([])
    await document.waitFor()
    renameSync(`${root} away`, root)
    await page.getByRole('button', { name: folders.scanFor(root) }).click()
    await page.getByText(/In sync, 1 file/).waitFor()
    await state.waitFor({ state: 'detached' })

    await page.getByRole('button', { name: folders.removeFor(root) }).click()
    await page.getByRole('button', { name: folders.removeDocuments(1) }).click()
    await document.waitFor({ state: 'detached' })
    expect(await backend.call<unknown[]>(`/api/workspaces/${id}/folders`)).toEqual([])
  })
})
