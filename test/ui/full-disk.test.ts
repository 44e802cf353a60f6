import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Condition, Problem } from '../../extensions/backend/src/shared/contract/condition.ts'
import { text } from '../../src/strings/index.ts'
import { httpClient } from '../support/client.ts'
import { temporaryFolder } from '../support/folder.ts'
import { permit } from '../support/samples.ts'
import { smallDisk } from '../support/small-disk.ts'
import { until } from '../support/until.ts'
import { faults } from './support/axe.ts'
import { closeBrowser, hasChromium, openPage } from './support/page.ts'
import { serve } from './support/served.ts'

afterAll(closeBrowser)

const probe = smallDisk(1)
probe?.[Symbol.dispose]()
const why = probe ? '' : ' (skipped: this user may not mount a small disk)'

const go = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).first().click()

describe.skipIf(!hasChromium)('the window', () => {
  test.skipIf(!probe)(`says that the disk is full, and what waits for room, until there is some${why}`, async () => {
    const small = smallDisk(96) as NonNullable<typeof probe>
    const backend = await serve({ dataDir: small.path })
    onTestFinished(() => small[Symbol.dispose]())
    const client = httpClient(backend)
    const { id } = await client.workspace()
    await client.add(id, ['permit.md', permit])
    await client.post('/api/indexing', { paused: true })
    await client.upload(id, ['rules of the harbour.md', permit.repeat(3)])
    const page = await openPage(backend.page, { complaints: [/507/] })
    small.fill(2_000_000)
    const { problems } = await until(
      () => client.json<Condition>('/api/condition'),
      (condition) => condition.problems.length > 0,
    )
    const { message } = problems[0] as Problem
    await client.post('/api/indexing', { paused: false })
    await client.launch(id, 'What is the annual fee?')

    await page.getByRole('alert').getByText(message).waitFor()
    await go(page, 'Library')
    const row = page.getByRole('listitem').filter({ hasText: 'rules of the harbour.md' })
    await row.getByText(text.library.reading.waitingForSpace).waitFor()
    await page.getByRole('status').getByText(text.library.reading.waiting(1)).waitFor()
    const file = join(temporaryFolder(), 'one more.md')
    writeFileSync(file, permit)
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: text.library.addFiles }).click()
    await (await chooser).setFiles(file)
    await page.getByText(/There isn’t enough disk space for this/).waitFor()
    expect(await faults(page)).toEqual([])
    await go(page, 'Tasks')
    await page.getByRole('status').getByText(text.queue.waiting(1)).waitFor()

    small.empty()
    await page.getByRole('alert').getByText(message).waitFor({ state: 'detached' })
    await page.getByText(text.queue.waiting(1)).waitFor({ state: 'detached' })
    await go(page, 'Library')
    await row.getByText(/1 page/).waitFor()
  })

  test('says why a task did not come to its end, and goes on with it', async () => {
    const dataDir = temporaryFolder()
    const first = await serve({ dataDir })
    const client = httpClient(first)
    const { id } = await client.workspace()
    await client.add(id, ['permit.md', permit])
    const task = await client.ask(id, 'What is the annual fee?')
    await first.stop()
    const error = 'AIOS was closed while the program was working. Resume to continue from what it had said.'
    const db = new DatabaseSync(join(dataDir, 'aios.db'))
    db.prepare("UPDATE task SET status = 'interrupted', result = NULL, error = ?").run(error)
    db.close()
    const second = await serve({ dataDir })
    const page = await openPage(second.page)
    await go(page, 'Tasks')
    const row = page.getByRole('listitem').filter({ hasText: task.prompt })
    await row.getByText(error).waitFor()
    await row.getByRole('link').click()
    await page.getByText(error).waitFor()
    expect(await faults(page)).toEqual([])
    await page.getByRole('button', { name: text.tasks.resume }).click()
    const again = httpClient(second)
    expect(await again.ended(task.id)).toMatchObject({ status: 'succeeded', attempt: 2 })
  })
})
