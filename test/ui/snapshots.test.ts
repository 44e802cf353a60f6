import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import type { StorageReport } from '../../extensions/backend/src/shared/contract/storage.ts'
import { connect } from '../../extensions/backend/src/storage/database/database.ts'
import { text } from '../../src/strings/index.ts'
import { damagePages, filledLibrary } from '../support/damage.ts'
import { faults } from './support/axe.ts'
import { closeBrowser, hasChromium, openPage } from './support/page.ts'
import { serve } from './support/served.ts'

afterAll(closeBrowser)

const library = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'aios-snapshots-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  await filledLibrary(folder, { workspaces: 1, documents: 3, tasks: 1 })
  return folder
}

/** Where AIOS restarts meanwhile, the page's calls may meet nobody, or the server that repairs. */
const complaints = [/ERR_/, /status of 503/, /status of 404/]

const toStorage = (page: Page) =>
  page.evaluate(() => {
    location.hash = '#/settings/storage'
  })

const row = (page: Page, kind: string) => page.getByRole('listitem').filter({ hasText: kind })

const picture = (page: Page, name: string) =>
  process.env.AIOS_PICTURES ? page.screenshot({ path: join(process.env.AIOS_PICTURES, `${name}.png`) }) : undefined

describe.skipIf(!hasChromium)('copies of the database', () => {
  test('one is made, restored after a question, undone, and deleted', async () => {
    const backend = await serve({ dataDir: await library() })
    const page = await openPage(backend.page, { complaints })
    await page.getByText(text.status.connected).waitFor()
    await toStorage(page)
    await page.getByText(text.snapshots.none).waitFor()
    await page.getByRole('button', { name: text.snapshots.make }).click()
    await row(page, text.snapshots.kinds.manual).filter({ hasText: text.snapshots.checked }).waitFor()

    await backend.call('/api/workspaces', { method: 'POST', body: JSON.stringify({ name: 'Added later' }) })
    await page.getByRole('button', { name: /^Restore: Made by you/ }).click()
    await page.getByText(text.snapshots.restoreText).waitFor()
    expect(await faults(page), 'the question').toEqual([])
    await picture(page, 'restore-question')
    await page.getByRole('button', { name: text.action.cancel }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: /^Restore: Made by you/ }).click()
    await page.getByRole('button', { name: text.snapshots.restoreConfirm }).click()
    await page.getByText(/The copy of .* was restored/).waitFor({ timeout: 60_000 })
    expect((await backend.call<{ name: string }[]>('/api/workspaces')).map(({ name }) => name)).toEqual(['Harbour 0'])
    await row(page, text.snapshots.kinds['before-restore']).waitFor()
    await picture(page, 'restored')
    expect(await faults(page), 'restored').toEqual([])

    await page.getByRole('button', { name: text.repair.dismiss }).click()
    await page.getByText(/The copy of .* was restored/).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: /^Restore: Before a restore/ }).click()
    await page.getByRole('button', { name: text.snapshots.restoreConfirm }).click()
    await page.getByText(/The copy of .* was restored/).waitFor({ timeout: 60_000 })
    expect(await backend.call<unknown[]>('/api/workspaces')).toHaveLength(2)

    await page.getByRole('button', { name: /^Delete: Made by you/ }).click()
    await page.getByRole('button', { name: text.snapshots.removeConfirm }).click()
    await row(page, text.snapshots.kinds.manual).waitFor({ state: 'detached' })
    const { snapshots } = await backend.call<StorageReport>('/api/storage')
    expect(snapshots.map(({ kind }) => kind)).toEqual(['before-restore', 'before-restore'])
  })

  test('while the database is repaired, the window says how far that is, and comes back by itself', async () => {
    const backend = await serve({ dataDir: await library() })
    const page = await openPage(backend.page, { complaints })
    await page.getByText(text.status.connected).waitFor()
    await toStorage(page)
    await page.getByRole('button', { name: text.repair.ask }).click()
    await page.getByText(text.repair.askText).waitFor()
    let done = 0.4
    await page.route('**/api/condition', (route) => {
      const message = `AIOS is repairing the database: ${done * 100}% done.`
      const since = new Date().toISOString()
      const problems = [{ code: 'database.repairing', message, action: 'none', progress: done, since }]
      return route.fulfill({ json: { problems } })
    })
    await page.getByRole('button', { name: text.repair.askConfirm }).click()
    await page.getByRole('heading', { name: text.repair.title }).waitFor({ timeout: 60_000 })
    await page.getByText('40% done').waitFor()
    expect(await faults(page), 'repairing').toEqual([])
    await picture(page, 'repairing')
    done = 0.8
    await page.getByText('80% done').waitFor()
    await page.unroute('**/api/condition')
    await page.getByText(/Everything in it could be read/).waitFor({ timeout: 60_000 })
    await row(page, text.snapshots.kinds.damaged).waitFor()
    await picture(page, 'repaired')
  })

  test('a damaged database is said with its repair, which is made by one click', async () => {
    const dataDir = await library()
    const db = connect(dataDir, 'reader')
    const pages = db.prepare("SELECT pageno AS page FROM dbstat WHERE name = 'passage_index_1_data'").all()
    db.close()
    damagePages(
      dataDir,
      pages.map(({ page }) => page as number),
    )
    const backend = await serve({ dataDir })
    const page = await openPage(backend.page, { complaints })
    await page.getByText(text.status.connected).waitFor()
    const [workspace] = await backend.call<{ id: string }[]>('/api/workspaces')
    await expect(backend.call(`/api/workspaces/${workspace?.id}/search?q=fee`)).rejects.toThrow(
      /503.*database\.damaged/,
    )
    await page.getByText(/Part of the database is damaged/).waitFor()
    expect(await faults(page), 'damaged').toEqual([])
    await picture(page, 'damaged')
    await page.setViewportSize({ width: 360, height: 740 })
    await picture(page, 'damaged-narrow')
    await page.getByRole('button', { name: text.repair.start, exact: true }).click()
    await page.getByText(/Everything in it could be read/).waitFor({ timeout: 60_000 })
    await picture(page, 'repaired-narrow')
    expect(await faults(page), 'repaired').toEqual([])
    await page.getByRole('button', { name: text.repair.dismiss }).click()
    await page.getByText(/Everything in it could be read/).waitFor({ state: 'detached' })
    await backend.call(`/api/workspaces/${workspace?.id}/search?q=fee`)
  })
})
