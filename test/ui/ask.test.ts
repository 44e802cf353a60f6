import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import type { Task } from '../../extensions/backend/src/shared/contract/tasks.ts'
import { text } from '../../src/strings/index.ts'
import { permit } from '../support/samples.ts'
import { until } from '../support/until.ts'
import { unzip } from '../support/unzip.ts'
import { closeBrowser, hasChromium, openPage } from './support/page.ts'
import { type Served, serve } from './support/served.ts'

afterAll(closeBrowser)

const workspace = async ({ call }: Served, name: string, files: Record<string, string>) => {
  const { id } = await call<{ id: string }>('/api/workspaces', { method: 'POST', body: JSON.stringify({ name }) })
  return { id, add: (page: Page) => addFiles(page, files) }
}

/** From memory: where the locale is C, the browser cannot open a file whose name is not ASCII. */
const addFiles = async (page: Page, files: Record<string, string>) => {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: text.firstStart.files }).click()
  const given = Object.entries(files).map(([name, content]) => ({
    name,
    mimeType: 'text/plain',
    buffer: Buffer.from(content),
  }))
  await (await chooser).setFiles(given)
}

const ask = async (page: Page, question: string) => {
  await page.getByRole('textbox', { name: text.ask.label }).fill(question)
  await page.keyboard.press('Enter')
  const exchange = page.locator('aios-exchange').last()
  await exchange.getByRole('heading', { name: question }).waitFor()
  return exchange
}

const files = {
  'permit.md': permit,
  'ferry.txt': 'The ferry to the island leaves every morning at seven. The ferry fee is 12 euros for each person.',
}

describe.skipIf(!hasChromium)('asking', () => {
  test('a question goes out when its files have arrived, and is answered when they are read', async () => {
    const backend = await serve()
    const page = await openPage(backend.page)
    await addFiles(page, files)
    const exchange = await ask(page, 'What is the annual fee for a mooring?')
    await exchange.getByText('The annual fee for each mooring is 340 euros.').waitFor()
    await exchange
      .locator('summary')
      .getByText(/^Searched 2 documents/)
      .waitFor()
  })

  test('the scope is chosen with @ and holds', async () => {
    const backend = await serve()
    const page = await openPage(backend.page)
    await addFiles(page, files)
    const field = page.getByRole('textbox', { name: text.ask.label })
    await field.fill('How much is the fee? @ferr')
    await page.getByRole('option', { name: 'ferry.txt' }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: text.ask.removeDocument('ferry.txt') }).waitFor()
    expect(await field.inputValue()).toBe('How much is the fee? ')
    await page.keyboard.press('Enter')
    const answer = page.locator('aios-answer')
    await answer.getByText('The ferry fee is 12 euros').waitFor()
    expect(await answer.textContent()).not.toContain('340 euros')
    const [task] = await backend.call<Task[]>('/api/tasks')
    expect(task?.documentIds).toHaveLength(1)

    await page.getByRole('button', { name: text.ask.removeDocument('ferry.txt') }).click()
    const second = await ask(page, 'What is the annual fee for each mooring?')
    await second.getByText('340 euros').waitFor()
  })

  test('says so when the documents do not answer', async () => {
    const backend = await serve()
    const page = await openPage(backend.page)
    await addFiles(page, files)
    const exchange = await ask(page, 'Who composed the opera about quantum cryptography?')
    await exchange.getByText(/^The documents don’t answer this/).waitFor()
    expect(await exchange.locator('[data-citation]').count()).toBe(0)
  })

  test('an answer is copied and saved with its citations', async () => {
    const backend = await serve()
    const page = await openPage(backend.page, { permissions: ['clipboard-read', 'clipboard-write'] })
    await addFiles(page, files)
    const exchange = await ask(page, 'What is the annual fee for a mooring?')
    await exchange.getByRole('button', { name: text.action.copy }).click()
    await exchange.getByRole('button', { name: text.action.copied }).waitFor()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toContain('[1] permit.md, page 1: “The annual fee for each mooring is 340 euros.”')

    const download = page.waitForEvent('download')
    await exchange.getByRole('button', { name: text.ask.saveLabel }).click()
    await exchange.getByRole('menuitem', { name: text.ask.saveAs.markdown }).click()
    const saved = await download
    expect(saved.suggestedFilename()).toBe('What is the annual fee for a mooring_.md')
    expect(readFileSync(await saved.path(), 'utf8')).toBe(copied)

    const rich = await page.evaluate(async () =>
      (await (await navigator.clipboard.read())[0]?.getType('text/html'))?.text(),
    )
    expect(rich).toContain('The annual fee for each mooring is 340 euros.')
    const web = page.waitForEvent('download')
    await exchange.getByRole('button', { name: text.ask.saveLabel }).click()
    await exchange.getByRole('menuitem', { name: text.ask.saveAs.html }).click()
    expect((await web).suggestedFilename()).toBe('What is the annual fee for a mooring_.html')
  })

  test('what a document says is text, whatever it looks like', async () => {
    const backend = await serve()
    const page = await openPage(backend.page)
    const hostile =
      'The harbour <img src=x onerror=alert(1)> fee is **[9](javascript:alert(1))** <script>alert(1)</script> euros.'
    await addFiles(page, { 'hostile.txt': hostile })
    const exchange = await ask(page, 'What is the harbour fee?')
    const quote = exchange.locator('blockquote p').first()
    await quote.waitFor()
    expect((await quote.textContent())?.replace(/\s*\d\s*$/, '')).toBe(hostile)
    expect(await exchange.locator('aios-answer').locator('img, script, a').count()).toBe(0)
  })

  test('right-to-left documents read from right to left', async () => {
    const backend = await serve()
    const page = await openPage(backend.page)
    await addFiles(page, { 'رسوم.txt': 'الرسوم السنوية للمرسى هي ثلاثمائة يورو. تدفع الرسوم في شهر مارس من كل عام.' })
    const exchange = await ask(page, 'ما هي الرسوم السنوية للمرسى')
    await exchange.locator('[data-citation]').first().click()
    const mark = page.getByRole('complementary').locator('mark').first()
    await mark.waitFor()
    expect(await mark.evaluate((element) => getComputedStyle(element).direction)).toBe('rtl')
    const quote = exchange.locator('blockquote p').first()
    expect(await quote.evaluate((element) => getComputedStyle(element).direction)).toBe('rtl')
  })
})

describe.skipIf(!hasChromium)('workspaces', () => {
  test('are made, renamed, exported and deleted, each with its own documents and questions', async () => {
    const backend = await serve()
    const { add } = await workspace(backend, 'Harbour', files)
    const page = await openPage(backend.page)
    await add(page)
    await ask(page, 'What is the annual fee for a mooring?').then((exchange) =>
      exchange.getByText('340 euros').waitFor(),
    )

    const open = async (item: string | RegExp) => {
      await page.getByRole('button', { name: /^Workspace/ }).click()
      await page.getByRole('menu').getByText(item).click()
    }
    await open(text.workspaces.rename)
    await page.locator('aios-workspace-dialog').getByRole('textbox').fill('Harbour 2026')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: text.workspaces.current('Harbour 2026') }).waitFor()

    const download = page.waitForEvent('download')
    await open(text.workspaces.export)
    const saved = await download
    expect(saved.suggestedFilename()).toMatch(/Harbour 2026.*\.zip$/)
    const names = [...(await unzip(readFileSync(await saved.path()))).keys()]
    expect(names).toEqual(expect.arrayContaining(['manifest.json', 'documents/permit.md', 'documents/ferry.txt']))

    await open(text.workspaces.new)
    await page.locator('aios-workspace-dialog').getByRole('textbox').fill('Empty')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: text.firstStart.files }).waitFor()
    expect(await page.locator('aios-exchange').count()).toBe(0)

    await open('Harbour 2026')
    await page.locator('aios-exchange').getByText('340 euros').waitFor()
    await open(text.workspaces.delete)
    await page
      .locator('aios-workspace-dialog')
      .getByRole('button', { name: text.workspaces.deleteConfirm('Harbour 2026', 2) })
      .click()
    await until(
      () => backend.call<{ name: string }[]>('/api/workspaces'),
      (left) => left.map(({ name }) => name).join() === 'Empty',
    )
    await page.getByRole('button', { name: text.workspaces.current('Empty') }).waitFor()
  })
})

describe.skipIf(!hasChromium)('tasks', () => {
  test('are listed, opened with their timeline, run again, and there after a restart', async () => {
    const backend = await serve()
    const page = await openPage(backend.page, { complaints: [/ERR_/, /Failed to load/] })
    await addFiles(page, files)
    await ask(page, 'What is the annual fee for a mooring?').then((exchange) =>
      exchange.getByText('340 euros').waitFor(),
    )
    await page.keyboard.press('Control+3')
    const row = page.getByRole('listitem').filter({ hasText: 'annual fee' })
    await row.getByText(text.tasks.states.succeeded).first().waitFor()
    await row.getByRole('link').click()
    await page.getByText(/^Searched 2 documents/).waitFor()
    await page.getByText(/^Chose \d+ quote/).waitFor()

    const first = page.url()
    await page.getByRole('button', { name: text.taskPage.runAgain, exact: true }).click()
    await page.waitForURL((url) => url.href !== first)
    await page.getByText(text.tasks.states.succeeded, { exact: true }).first().waitFor()

    await backend.killServer(() => page.getByText(text.status.restarting).waitFor())
    await page.getByText(text.status.connected).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'What is the annual fee for a mooring?' }).waitFor()
    await page.locator('aios-answer').getByText('340 euros').waitFor()
  })

  test('one that waits is cancelled and retried from the list', async () => {
    const backend = await serve()
    const { id } = await workspace(backend, 'Harbour', {})
    const page = await openPage(backend.page)
    const body = new FormData()
    body.append('file', new File(['A long story about boats. '.repeat(400_000)], 'long.txt'))
    const headers = { Authorization: `Bearer ${backend.token}` }
    await fetch(`${backend.url}/api/workspaces/${id}/documents`, { method: 'POST', headers, body })
    await ask(page, 'Which boats are in the story?')
    await page.keyboard.press('Control+3')
    await page.getByRole('button', { name: text.tasks.cancelTask('Which boats are in the story?') }).click()
    const row = page.getByRole('listitem').filter({ hasText: 'Which boats' })
    await row.getByText(text.tasks.states.cancelled).first().waitFor()
    await page.getByRole('button', { name: text.tasks.retryTask('Which boats are in the story?') }).click()
    await row
      .getByRole('button', { name: text.tasks.cancelTask('Which boats are in the story?') })
      .or(row.getByText(text.tasks.states.succeeded).first())
      .first()
      .waitFor()
    const [task] = await backend.call<Task[]>('/api/tasks')
    expect(task?.attempt).toBe(2)
  })
})
