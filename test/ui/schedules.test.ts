import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import type { Folder } from '../../extensions/backend/src/shared/contract/folders.ts'
import type { Schedule } from '../../extensions/backend/src/shared/contract/schedules.ts'
import type { Workspace } from '../../extensions/backend/src/shared/contract/workspaces.ts'
import { text } from '../../src/strings/index.ts'
import { temporaryFolder } from '../support/folder.ts'
import { permit } from '../support/samples.ts'
import { until } from '../support/until.ts'
import { faults } from './support/axe.ts'
import { closeBrowser, hasChromium, openPage } from './support/page.ts'
import { serve } from './support/served.ts'

afterAll(closeBrowser)

const { schedules: words } = text
const limit = 90_000

const start = async () => {
  const backend = await serve()
  // An expression that is none is asked about, and refused.
  const page = await openPage(backend.page, { complaints: [/400 \(Bad Request\).*preview/] })
  await page.getByRole('button', { name: text.firstStart.sample }).click()
  await page.getByRole('button', { name: text.firstStart.questions[0] }).waitFor()
  const [workspace] = await backend.call<Workspace[]>('/api/workspaces')
  const all = () => backend.call<Schedule[]>('/api/schedules')
  return { backend, page, all, workspaceId: workspace?.id as string }
}
const open = async (page: Page) => {
  await page.keyboard.press('Control+3')
  await page.getByRole('link', { name: text.manager.schedules }).click()
  await page.getByRole('button', { name: words.add }).first().click()
  return page.locator('aios-schedule-dialog')
}

describe.skipIf(!hasChromium)('schedules', () => {
  test('are made in words, run by hand, changed, switched off and deleted', { timeout: limit }, async () => {
    const { page, all } = await start()
    const dialog = await open(page)
    await dialog.getByRole('textbox', { name: words.prompt }).fill('What is due this week?')
    await dialog.getByRole('combobox', { name: words.when }).selectOption('week')
    await dialog.getByRole('button', { name: 'Thu' }).click()
    await dialog.getByText(/^Every Monday and Thursday at 09:00\. Next run: /).waitFor()
    expect(await faults(page)).toEqual([])
    await dialog.getByRole('combobox', { name: words.missed }).selectOption('skip')
    await dialog.getByRole('button', { name: words.create }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('heading', { name: 'What is due this week?' }).waitFor()
    await page.getByText(/^Next run: /).waitFor()
    expect(await all()).toMatchObject([
      { timing: { kind: 'week', days: [1, 4], at: '09:00' }, missed: 'skip', enabled: true },
    ])
    expect(await faults(page)).toEqual([])

    await page.getByRole('button', { name: words.runNowFor('What is due this week?') }).click()
    await page.getByRole('heading', { name: 'What is due this week?' }).waitFor()
    await page.locator('aios-answer').waitFor()
    await page.goBack()
    await page.getByRole('link', { name: `${words.last}: ${text.tasks.states.succeeded}` }).waitFor()

    await page.getByRole('button', { name: words.editFor('What is due this week?') }).click()
    await dialog.getByRole('textbox', { name: words.name }).fill('Dues')
    await dialog.getByRole('combobox', { name: words.when }).selectOption('cron')
    await dialog.getByRole('textbox', { name: words.cron }).fill('0 9 * * NEVER')
    await page.keyboard.press('Tab')
    await dialog.getByText('isn’t a cron expression').waitFor()
    await dialog.getByRole('textbox', { name: words.cron }).fill('30 7 1 * *')
    await page.keyboard.press('Tab')
    await dialog.getByText(/^Cron “30 7 1 \* \*”\. Next run: /).waitFor()
    await dialog.getByRole('button', { name: words.save }).click()
    await page.getByRole('heading', { name: 'Dues' }).waitFor()
    expect((await all())[0]?.timing).toEqual({ kind: 'cron', expression: '30 7 1 * *' })

    await page.getByRole('switch', { name: words.enabled('Dues') }).uncheck()
    await page.getByText(words.off).waitFor()
    expect((await all())[0]?.enabled).toBe(false)

    await page.getByRole('button', { name: words.deleteFor('Dues') }).click()
    await page.getByRole('button', { name: text.action.undo }).click()
    await page.getByRole('heading', { name: 'Dues' }).waitFor()
    await page.getByRole('button', { name: words.deleteFor('Dues') }).click()
    await page
      .getByRole('region', { name: text.frame.notices })
      .getByRole('button', { name: text.action.close })
      .click()
    await until(all, (left) => left.length === 0)
  })

  test('follow a folder, and say what they could not do', { timeout: limit }, async () => {
    const { backend, page, all, workspaceId } = await start()
    const path = join(temporaryFolder(), 'inbox')
    mkdirSync(path)
    writeFileSync(join(path, 'permit.md'), permit)
    const dialog = await open(page)
    await dialog.getByRole('textbox', { name: words.prompt }).fill('What came in?')
    await dialog.getByRole('combobox', { name: words.when }).selectOption('folder')
    await dialog.getByText(words.noFolder).waitFor()
    await backend.call<Folder>(`/api/workspaces/${workspaceId}/folders`, {
      method: 'POST',
      body: JSON.stringify({ path, mode: 'copy' }),
    })
    await dialog.getByText(words.describe({ kind: 'folder', folderId: '' }, path)).waitFor()
    await dialog.getByRole('button', { name: words.create }).click()
    await page.getByText(words.waiting).waitFor()
    const [folder] = await backend.call<Folder[]>(`/api/workspaces/${workspaceId}/folders`)
    expect((await all())[0]?.timing).toEqual({ kind: 'folder', folderId: folder?.id })
    await backend.call(`/api/folders/${folder?.id}?documents=keep`, { method: 'DELETE' })
    await page.getByText('The folder is no longer synced').waitFor()
    expect(await faults(page)).toEqual([])
  })
})
