import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { answerId } from '../../extensions/backend/src/services/agents/agents.ts'
import { openDatabase } from '../../extensions/backend/src/storage/database/database.ts'
import { snapshot } from '../../extensions/backend/src/storage/database/snapshots.ts'
import { providerStore } from '../../extensions/backend/src/storage/setup/providers.ts'
import { type UsageRecord, usageStore } from '../../extensions/backend/src/storage/setup/usage.ts'
import { text } from '../../src/strings/index.ts'
import { faults } from './support/axe.ts'
import { closeBrowser, hasChromium, openPage } from './support/page.ts'
import { type Served, serve } from './support/served.ts'

afterAll(closeBrowser)

const tempDir = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'aios-settings-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}

const open = async (backend: Served, section: string, heading: string, page?: Page): Promise<Page> => {
  const shown = page ?? (await openPage(backend.page))
  await shown.getByText(text.status.connected).waitFor()
  await shown.evaluate((id) => {
    location.hash = `#/settings/${id}`
  }, section)
  await shown.getByRole('heading', { name: heading, level: 3 }).waitFor()
  return shown
}

describe.skipIf(!hasChromium)('settings', () => {
  test('one section is shown at a time, by its address and by the keyboard', async () => {
    const backend = await serve()
    const page = await open(backend, 'storage', text.settings.storage)
    const list = page.getByRole('navigation', { name: text.settings.title })
    expect(await list.locator('[aria-current=page]').innerText()).toBe(text.settings.storage)
    await list.getByRole('link', { name: text.settings.keys }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: text.settings.keys, level: 3 }).waitFor()
    await page.getByText(text.keys.palette).waitFor()
    await page.goBack()
    await page.getByRole('heading', { name: text.settings.storage, level: 3 }).waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill('settings usage')
    await page.getByRole('option', { name: text.palette.settings(text.usage.title) }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: text.usage.title, level: 3 }).waitFor()
    await page.evaluate(() => {
      location.hash = '#/settings/nothing-of-that-name'
    })
    await page.getByRole('heading', { level: 3 }).waitFor()
  })

  test('usage is empty, then shown by day, by agent and by model, as a picture and as tables', async () => {
    const dataDir = tempDir()
    const empty = await serve({ dataDir })
    const before = await open(empty, 'usage', text.usage.title)
    await before.getByText(text.usage.none(30)).waitFor()
    expect(await faults(before), 'nothing used').toEqual([])
    await before.close()
    await empty.stop()

    await seedUsage(dataDir)
    const backend = await serve({ dataDir })
    const page = await open(backend, 'usage', text.usage.title)
    await page.getByText(/\b3 requests: 1\.9K tokens in, 700 out/).waitFor()
    await page.getByText(text.usage.cost(0.0042)).waitFor()
    expect(await page.locator('svg[role=img] g').count()).toBe(30)
    await page.getByRole('img', { name: text.usage.chart(30, 1500) }).waitFor()
    const rows = (name: string) => page.getByRole('region', { name }).getByRole('row')
    expect(await rows(text.usage.byModel).count()).toBe(3)
    await rows(text.usage.byModel)
      .filter({ hasText: `a-model at ${'Our own server '.repeat(6).trim()}` })
      .waitFor()
    await rows(text.usage.byModel).filter({ hasText: text.usage.goneProvider }).waitFor()
    await rows(text.usage.byAgent).filter({ hasText: 'Answer' }).first().waitFor()
    await rows(text.usage.byAgent).filter({ hasText: text.usage.noAgent }).waitFor()
    await page.getByText(text.usage.estimated(1)).waitFor()
    await page.getByText(text.usage.asTable).click()
    expect(await rows(text.usage.byDay).count()).toBe(4)
    expect(await faults(page), 'something used').toEqual([])

    await page.getByRole('radio', { name: text.usage.days(7) }).check()
    await page.getByText(/\b2 requests: /).waitFor()
    expect(await page.locator('svg[role=img] g').count()).toBe(7)
    await page.getByRole('radio', { name: text.usage.days(90) }).check()
    await page.getByText(/\b4 requests: /).waitFor()
  })

  test('storage lists the copies of the database', async () => {
    const dataDir = tempDir()
    const db = await openDatabase(dataDir)
    await snapshot(db, dataDir)
    db.close()
    const page = await open(await serve({ dataDir }), 'storage', text.settings.storage)
    await page.getByText(dataDir).waitFor()
    await page.getByRole('listitem').filter({ hasText: text.snapshots.kinds.migration }).waitFor()
    expect(await faults(page)).toEqual([])
  })

  test('the log, the diagnostics and the licences are there to be read and copied', async () => {
    const backend = await serve()
    await backend.call('/api/workspaces', { method: 'POST', body: JSON.stringify({ name: 'Divorce papers' }) })
    const page = await openPage(backend.page, { permissions: ['clipboard-read', 'clipboard-write'] })
    await open(backend, 'about', text.settings.about, page)
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText())

    await page.getByRole('button', { name: text.about.copyDiagnostics }).click()
    await page.getByText(text.action.copied).first().waitFor()
    expect(JSON.parse(await clipboard())).toMatchObject({ rows: { workspaces: 1 }, node: process.versions.node })
    expect(await clipboard()).not.toContain('Divorce')

    await page.getByText(text.about.log, { exact: true }).click()
    const log = page.getByRole('region', { name: text.about.log })
    await log.getByText('The server listens').waitFor()
    expect(await log.innerText()).not.toContain('a-token-for-tests')
    await page.getByRole('button', { name: text.about.copyLog }).click()
    await page.waitForFunction(async () => (await navigator.clipboard.readText()).includes('The server listens'))

    await page.getByText(text.about.licences, { exact: true }).click()
    const licences = page.getByRole('region', { name: text.about.licences })
    await licences.waitFor()
    for (const name of ['Neutralinojs core', 'hono ', 'lit ', 'open-props ']) {
      expect(await licences.innerText()).toContain(name)
    }
    expect(await faults(page)).toEqual([])
  })

  test('an agent that needs a model says where to connect one, and no longer once there is one', async () => {
    const backend = await serve()
    const post = (path: string, body: object) => backend.call(path, { method: 'POST', body: JSON.stringify(body) })
    await post('/api/agents', { name: 'Own words', kind: 'model', instructions: 'Answer.' })
    const page = await openPage(backend.page)
    await page.getByText(text.status.connected).waitFor()
    await page.getByRole('button', { name: text.firstStart.sample }).click()
    await page.getByRole('button', { name: text.firstStart.questions[0] }).waitFor()
    expect(await page.getByText(text.models.hintLink).count(), 'no word of models before one is needed').toBe(0)

    await page.keyboard.press('Control+4')
    await page.getByRole('button', { name: text.agents.useLabel('Own words') }).click()
    await page.getByText(text.models.hint('Own words')).waitFor()
    expect(await faults(page)).toEqual([])
    await post('/api/providers', { baseUrl: 'http://127.0.0.1:9/v1', defaultModel: 'any' })
    await page.getByRole('link', { name: text.models.hintLink }).click()
    await page.getByRole('button', { name: text.models.find }).waitFor()
    await page.goBack()
    await page.getByRole('textbox', { name: text.ask.label }).waitFor()
    await page.getByText(text.models.hintLink).waitFor({ state: 'detached' })
  })
})

/** Uses of 0, 3, 20 and 60 days ago, of a server that is there and of one that is gone. */
const seedUsage = async (dataDir: string): Promise<void> => {
  const db = await openDatabase(dataDir)
  const providers = providerStore(db)
  const [here, gone] = [providers.newId(), providers.newId()]
  providers.put({
    ...{ id: here, name: 'Our own server '.repeat(6).trim(), preset: 'custom', baseUrl: 'http://127.0.0.1:9/v1' },
    ...{ limits: { parallel: 1, patience: 300 }, createdAt: new Date().toISOString() },
  })
  const usage = usageStore(db)
  const used: (Pick<UsageRecord, 'providerId' | 'inputTokens' | 'outputTokens'> &
    Partial<UsageRecord> & { ago: number })[] = [
    { ago: 0, providerId: here, agentId: answerId, inputTokens: 1000, outputTokens: 500, cost: 0.0042 },
    { ago: 3, providerId: gone, inputTokens: 300, outputTokens: 100, estimated: true },
    { ago: 20, providerId: here, agentId: crypto.randomUUID(), inputTokens: 600, outputTokens: 100 },
    { ago: 60, providerId: here, inputTokens: 9000, outputTokens: 1000 },
  ]
  for (const { ago, ...record } of used) {
    usage.add({ model: 'a-model', estimated: false, milliseconds: 65_000, ...record })
    const time = new Date()
    time.setDate(time.getDate() - ago)
    db.prepare('UPDATE usage SET created_at = ? WHERE rowid = last_insert_rowid()').run(time.toISOString())
  }
  db.close()
}
