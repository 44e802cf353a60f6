import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import type { Document } from '../../extensions/backend/src/shared/contract/documents.ts'
import type { Recovery } from '../../extensions/backend/src/shared/contract/recovery.ts'
import { text } from '../../src/strings/index.ts'
import { temporaryFolder } from '../support/folder.ts'
import { setAsideIn } from '../support/originals.ts'
import { permit } from '../support/samples.ts'
import { until } from '../support/until.ts'
import { faults } from './support/axe.ts'
import { clientOf, goTo } from './support/model-run.ts'
import { closeBrowser, hasChromium, openPage } from './support/page.ts'
import { serve } from './support/served.ts'

afterAll(closeBrowser)

const limit = 120_000

/** A window on a backend whose database was lost, with two documents that it does not know. */
const openLost = async () => {
  const dataDir = join(temporaryFolder(), 'data')
  const first = await serve({ dataDir })
  const client = clientOf(first)
  const { id: workspaceId } = await client.workspace('Harbour')
  await client.add(workspaceId, ['Harbour permit.md', permit], ['Rules of the pier.md', '# Rules\n\nNo swimming.\n'])
  await first.stop()
  for (const name of ['aios.db', 'aios.db-wal', 'aios.db-shm']) rmSync(join(dataDir, name), { force: true })
  const backend = await serve({ dataDir })
  const page = await openPage(backend.page)
  await page.getByText(text.status.connected).waitFor()
  const documents = () => backend.call<Document[]>(`/api/workspaces/${workspaceId}/documents`)
  const status = () => backend.call<Recovery>('/api/storage/recovery')
  return { dataDir, backend, page, documents, status, workspaceId }
}

/** What `AIOS_PICTURES` names gets a picture, to be looked at. */
const picture = async (page: Page, name: string) => {
  const folder = process.env.AIOS_PICTURES
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`) })
}

describe.skipIf(!hasChromium)('a lost database', () => {
  test('is said over every screen, and is recovered from there', { timeout: limit }, async () => {
    const { page, documents } = await openLost()
    const banner = page.getByRole('alert')
    await banner.getByText(/is missing 2 documents/).waitFor()
    expect(await faults(page)).toEqual([])
    await picture(page, 'banner')
    await banner.getByRole('button', { name: text.recovery.recover }).focus()
    await page.keyboard.press('Enter')
    await page.getByText(text.recovery.recovered(2, 0)).waitFor()
    await banner.waitFor({ state: 'detached' })
    await until(documents, (all) => all.length === 2 && all.every((each) => each.status === 'ready'))
    await goTo(page, 'library')
    await page.getByText('Harbour permit.md').first().waitFor()
  })

  test('is left, and its files are brought back, saved and deleted in the settings', { timeout: limit }, async () => {
    const { dataDir, page, status, backend } = await openLost()
    await goTo(page, 'settings/storage')
    await page.getByText(text.recovery.missing(2, 1)).waitFor()
    expect(await faults(page)).toEqual([])
    await picture(page, 'missing')
    await page.getByRole('button', { name: text.recovery.dismiss }).click()
    const list = page.getByRole('list', { name: text.unclaimed.title })
    await list.getByText('Rules of the pier.md').waitFor()
    await until(status, ({ isOpen }) => !isOpen)
    expect(await faults(page)).toEqual([])
    for (const [scheme, width] of [
      ['light', 1280],
      ['dark', 360],
    ] as const) {
      await page.emulateMedia({ colorScheme: scheme })
      await page.setViewportSize({ width, height: 900 })
      await list.scrollIntoViewIfNeeded()
      await picture(page, `unclaimed-${scheme}-${width}`)
    }
    await page.setViewportSize({ width: 1280, height: 800 })

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      list.getByRole('button', { name: text.unclaimed.saveLabel('Harbour permit.md') }).click(),
    ])
    expect(download.suggestedFilename()).toBe('Harbour permit.md')
    await list.getByRole('button', { name: text.unclaimed.deleteLabel('Harbour permit.md') }).click()
    await page.getByRole('button', { name: text.action.undo }).click()
    await list.getByText('Harbour permit.md').waitFor()
    expect(setAsideIn(dataDir)).toHaveLength(2)
    await list.getByRole('button', { name: text.unclaimed.bringBackLabel('Harbour permit.md') }).click()
    await page.getByText(text.unclaimed.broughtBack('Harbour permit.md', text.workspaces.first)).waitFor()
    const [workspace] = await backend.call<{ id: string }[]>('/api/workspaces')
    const documents = await backend.call<Document[]>(`/api/workspaces/${workspace?.id}/documents`)
    expect(documents).toMatchObject([{ name: 'Harbour permit.md' }])

    await list.getByRole('button', { name: text.unclaimed.deleteLabel('Rules of the pier.md') }).click()
    await list.waitFor({ state: 'detached' })
    expect(setAsideIn(dataDir)).toHaveLength(1)
    await page.getByText(text.unclaimed.deleted('Rules of the pier.md')).waitFor({ state: 'detached' })
    await until(() => setAsideIn(dataDir).length === 0)
  })
})
