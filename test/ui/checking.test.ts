import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import type { Document } from '../../extensions/backend/src/shared/contract/documents.ts'
import { text } from '../../src/strings/index.ts'
import { flip } from '../support/flip.ts'
import { permit } from '../support/samples.ts'
import { faults } from './support/axe.ts'
import { clientOf, goTo } from './support/model-run.ts'
import { closeBrowser, hasChromium, openPage } from './support/page.ts'
import { serve } from './support/served.ts'

afterAll(closeBrowser)

/** Where pictures of it go, for who wants to look at them. */
const picture = async (page: Page, name: string) => {
  const folder = process.env.AIOS_TEST_PICTURES
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`) })
}

describe.skipIf(!hasChromium)('damaged originals', () => {
  test('are found by a check, named in the library, left out of an export, and mended by the same file', async () => {
    const backend = await serve()
    const client = clientOf(backend)
    const { id } = await client.workspace('Harbour')
    const [document] = (await client.add(id, ['permit.md', permit], ['radio.txt', 'Every boat has a radio.'])) as [
      Document,
    ]
    const page = await openPage(backend.page, { complaints: [/status of 409/] })
    await page.getByText(text.status.connected).waitFor()
    await goTo(page, 'settings/storage')
    await page.getByText(text.checking.never).waitFor()
    const checkNow = page.getByRole('button', { name: text.checking.now })
    await checkNow.click()
    await page.getByText(text.checking.noDamage).waitFor()

    flip(join(backend.dataDir, 'blobs', document.sha256.slice(0, 2), document.sha256))
    await checkNow.click()
    await page.getByText(text.checking.damaged(1)).waitFor()
    await page.getByRole('list', { name: text.condition.title }).getByText('permit.md').waitFor()
    await picture(page, 'storage')
    expect(await faults(page), 'storage').toEqual([])

    await goTo(page, 'library')
    await page.getByText(text.checking.state.damaged).waitFor()
    await picture(page, 'library')
    await page.getByRole('button', { name: text.workspaces.current('Harbour') }).click()
    await page.getByRole('menuitem', { name: text.workspaces.export }).click()
    const without = page.getByRole('button', { name: text.checking.exportWithout })
    await without.waitFor()
    await picture(page, 'export')
    const download = page.waitForEvent('download')
    await without.click()
    expect((await download).suggestedFilename()).toBe('Harbour.zip')

    await goTo(page, `library/${document.id}`)
    await page.getByText(text.checking.original.damaged).waitFor()
    await picture(page, 'document')
    expect(await faults(page), 'document').toEqual([])
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: text.checking.addAgain }).click()
    await (await chooser).setFiles([{ name: 'permit.md', mimeType: 'text/markdown', buffer: Buffer.from(permit) }])
    await page.getByText(text.checking.original.damaged).waitFor({ state: 'detached' })
    await page.getByRole('list', { name: text.condition.title }).waitFor({ state: 'detached' })
    await goTo(page, 'settings/storage')
    await page.getByText(text.checking.kept(1, Buffer.byteLength(permit))).waitFor()
    await page.setViewportSize({ width: 360, height: 800 })
    await picture(page, 'kept')
  })
})
