import { Readable } from 'node:stream'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import { answerId, summarizeId } from '../../extensions/backend/src/services/agents/agents.ts'
import type { Queue } from '../../extensions/backend/src/shared/contract/queue.ts'
import type { Task } from '../../extensions/backend/src/shared/contract/tasks.ts'
import type { Workspace } from '../../extensions/backend/src/shared/contract/workspaces.ts'
import { connect } from '../../extensions/backend/src/storage/database/database.ts'
import { journalStore } from '../../extensions/backend/src/storage/tasks/file-changes.ts'
import { text } from '../../src/strings/index.ts'
import { calls, says } from '../support/model-answers.ts'
import { storesOf } from '../support/stores.ts'
import { until } from '../support/until.ts'
import { faults } from './support/axe.ts'
import { openModelRun } from './support/model-run.ts'
import { closeBrowser, hasChromium, openPage } from './support/page.ts'
import { type Served, serve } from './support/served.ts'

afterAll(closeBrowser)

const question = text.firstStart.questions[0] as string
/** Milliseconds that a slow machine may take. */
const limit = 90_000

/** A backend with the sample, and a page that shows it. */
const start = async () => {
  const backend = await serve()
  const page = await openPage(backend.page)
  await page.getByRole('button', { name: text.firstStart.sample }).click()
  await page.getByRole('button', { name: question }).waitFor()
  const [workspace] = await backend.call<Workspace[]>('/api/workspaces')
  return { backend, page, workspaceId: workspace?.id as string }
}

const send = (method: string, body: unknown) => ({ method, body: JSON.stringify(body) })
const run = (backend: Served, workspaceId: string, prompt: string, agentId = answerId) =>
  backend.call<Task>('/api/agents/run', send('POST', { agentId, workspaceId, prompt }))
const ended = (backend: Served, id: string) =>
  until(
    () => backend.call<Task>(`/api/tasks/${id}`),
    ({ status }) => status === 'succeeded',
  )
const go = (page: Page, hash: string) =>
  page.evaluate((to) => {
    location.hash = to
  }, hash)
const names = (page: Page) => page.locator('.task .name > span:first-child').allTextContents()
const trimmed = async (page: Page) => (await names(page)).map((name) => name.trim())

describe.skipIf(!hasChromium)('the manager of tasks', () => {
  test('narrows and groups tasks of this workspace and of all', { timeout: limit }, async () => {
    const { backend, page, workspaceId } = await start()
    const other = await backend.call<Workspace>('/api/workspaces', send('POST', { name: 'Elsewhere' }))
    for (const [workspace, prompt, agent] of [
      [workspaceId, 'What is open?', answerId],
      [workspaceId, 'Sum it up', summarizeId],
      [other.id, 'What is here?', answerId],
    ] as const)
      await ended(backend, (await run(backend, workspace, prompt, agent)).id)
    await go(page, '#/tasks')
    await page.getByRole('heading', { name: text.tasks.groups.done }).waitFor()
    await until(
      () => trimmed(page),
      (shown) => shown.join() === 'Sum it up,What is open?',
    )

    await page.getByRole('combobox', { name: text.manager.agent }).selectOption(summarizeId)
    await until(
      () => trimmed(page),
      (shown) => shown.join() === 'Sum it up',
    )
    await page.getByRole('combobox', { name: text.manager.agent }).selectOption('')
    await page.getByRole('combobox', { name: text.manager.scope }).selectOption('everywhere')
    await until(
      () => trimmed(page),
      (shown) => shown.length === 3,
    )
    await page.getByRole('combobox', { name: text.manager.grouping }).selectOption('workspace')
    await page.getByRole('heading', { name: 'Elsewhere' }).waitFor()
    await page.getByRole('combobox', { name: text.manager.grouping }).selectOption('agent')
    await page.getByRole('heading', { name: /^Summarize \d/ }).waitFor()
    await page.getByRole('searchbox').fill('HERE')
    await until(
      () => trimmed(page),
      (shown) => shown.join() === 'What is here?',
    )
    await page.keyboard.press('Tab')
    expect(await faults(page)).toEqual([])
  })

  test('pauses all tasks and resumes them; a queued one is put first', { timeout: limit }, async () => {
    const { backend, page, workspaceId } = await start()
    await go(page, '#/tasks')
    await page.getByRole('button', { name: text.queue.pause }).click()
    await page.getByText(text.queue.paused(0)).waitFor()
    const { id } = await run(backend, workspaceId, 'What waits?')
    await page.getByText(text.queue.paused(1)).waitFor()
    await page.getByRole('link', { name: 'What waits?' }).click()
    await page.getByRole('combobox', { name: text.taskPage.priority }).selectOption('high')
    await until(
      () => backend.call<Task>(`/api/tasks/${id}`),
      ({ priority }) => priority === 'high',
    )
    await go(page, '#/tasks')
    await page.getByText(`${text.manager.priority}: ${text.manager.priorities.high}`).waitFor()
    expect(await faults(page)).toEqual([])
    await page.getByRole('button', { name: text.queue.limits(4) }).click()
    await page.getByRole('menuitemradio', { name: text.queue.atOnce(2), exact: true }).click()
    await until(
      () => backend.call<Queue>('/api/queue'),
      ({ tasksAtOnce }) => tasksAtOnce === 2,
    )
    await page.getByRole('button', { name: text.queue.resume }).click()
    await ended(backend, id)
    await page.getByRole('heading', { name: text.tasks.groups.done }).waitFor()
  })

  test('can be used while 200 tasks are worked off', { timeout: 2 * limit }, async () => {
    const { backend, page, workspaceId } = await start()
    await backend.call('/api/queue', send('PUT', { paused: true }))
    for (let n = 0; n < 200; n++) await run(backend, workspaceId, `How much is machine ${n}?`)
    await go(page, '#/tasks')
    await page.getByText(text.queue.paused(200)).waitFor()
    await page.getByRole('button', { name: text.queue.resume }).click()
    await page.getByRole('searchbox').fill('machine 19')
    await until(
      () => trimmed(page),
      (shown) => shown.length === 11 && shown.every((name) => name.includes('machine 19')),
    )
    await page.getByRole('link', { name: 'How much is machine 199?' }).click()
    await page.getByRole('heading', { name: 'How much is machine 199?' }).waitFor()
    await page.getByRole('heading', { name: text.tasks.result }).waitFor()
    await page.goBack()
    await page.getByRole('button', { name: `${text.tasks.groups.done} 200` }).waitFor()
    expect(await page.locator('.task').count()).toBeLessThan(100)
  })

  test('shows 10,000 tasks, of which few are drawn, and is told of single ones', { timeout: 3 * limit }, async () => {
    const { backend, page, workspaceId } = await start()
    const db = connect(backend.dataDir)
    const insert = db.prepare(
      `INSERT INTO task (id, agent_id, workspace_id, prompt, status, change, created_at, started_at, finished_at)
       VALUES (?, ?, ?, ?, 'succeeded', 1, ?, ?, ?)`,
    )
    db.exec('BEGIN IMMEDIATE')
    for (let n = 0; n < 10_000; n++) {
      const at = new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString()
      insert.run(
        `01900000-0000-7000-9000-${String(n).padStart(12, '0')}`,
        answerId,
        workspaceId,
        `Question ${n}`,
        at,
        at,
        at,
      )
    }
    db.exec('COMMIT')
    db.close()
    await page.reload()
    await go(page, '#/tasks')
    await page.getByRole('button', { name: `${text.tasks.groups.done} ${text.format.number(10_000)}` }).waitFor()
    expect(await page.locator('.task').count()).toBeLessThan(100)
    await page.evaluate(() => {
      const find = (root: ParentNode): Element | null => {
        for (const element of root.querySelectorAll('*')) {
          if (element.localName === 'aios-tasks') return element
          const below = element.shadowRoot && find(element.shadowRoot)
          if (below) return below
        }
        return null
      }
      const body = find(document)?.shadowRoot?.querySelector('.body')
      body?.scrollTo(0, body.scrollHeight)
    })
    await page.getByText('Question 0', { exact: true }).waitFor()
    expect(await page.locator('.task').count()).toBeLessThan(100)

    await page.getByRole('searchbox').fill('Question 77')
    await page.getByText('Question 7799', { exact: true }).waitFor()
    const heard: string[] = []
    page.on('request', (request) => {
      const { pathname, searchParams } = new URL(request.url())
      if (pathname === '/api/tasks') heard.push(searchParams.get('ids') ?? 'all')
    })
    const { id } = await run(backend, workspaceId, 'Question 77, anew')
    await page.getByText('Question 77, anew', { exact: true }).waitFor()
    await ended(backend, id)
    expect(heard.every((ids) => ids === id)).toBe(true)
  })
})

describe.skipIf(!hasChromium)('the page of a task', () => {
  test('runs it again, with another agent and changed, goes on from it, and compares', { timeout: limit }, async () => {
    const { backend, page, workspaceId } = await start()
    const first = await ended(backend, (await run(backend, workspaceId, question)).id)
    const list = () => backend.call<Task[]>('/api/tasks')
    await go(page, `#/tasks/${first.id}`)
    await page.getByRole('button', { name: text.taskPage.runAgain, exact: true }).click()
    await page.waitForURL((url) => /tasks\//.test(url.hash) && !url.hash.endsWith(first.id))
    await page.locator('aios-answer blockquote').first().waitFor()
    expect(await list()).toHaveLength(2)

    await page.getByRole('button', { name: text.taskPage.runWith, exact: true }).click()
    await page.getByRole('menuitem', { name: 'Summarize', exact: true }).click()
    const [summary] = await until(list, (tasks) => tasks.length === 3)
    expect(summary).toMatchObject({ agentId: summarizeId, prompt: question })
    await page.waitForURL((url) => url.hash.endsWith(summary?.id ?? ''))
    await page.locator('aios-answer').getByRole('button').first().waitFor()
    expect(await faults(page)).toEqual([])

    await page.getByRole('button', { name: text.taskPage.compare }).click()
    await page.getByRole('menuitem', { name: question }).last().click()
    await page.getByRole('heading', { name: text.compare.title }).waitFor()
    await page.locator('aios-answer-difference ins').first().waitFor()
    expect(await page.getByRole('article').count()).toBe(2)
    expect(await faults(page)).toEqual([])
    await page.getByRole('link', { name: text.compare.back }).click()

    await page.getByRole('textbox', { name: text.taskPage.continue }).fill('And what about saws?')
    await page.keyboard.press('Enter')
    const [next] = await until(list, (tasks) => tasks.length === 4)
    expect(next).toMatchObject({ continues: summary?.id, agentId: summarizeId, prompt: 'And what about saws?' })
    await page.waitForURL((url) => url.hash.endsWith(next?.id ?? ''))
    await page.getByRole('link', { name: question }).waitFor()

    await ended(backend, next?.id ?? '')
    await page.getByRole('button', { name: text.taskPage.edit }).click()
    await until(
      () => page.getByRole('textbox', { name: text.ask.label }).inputValue(),
      (value) => value === 'And what about saws?',
    )
  })

  test('tells what a task wrote, saves each version, and takes changes back', { timeout: limit }, async () => {
    const { backend, page, workspaceId } = await start()
    const { id: taskId } = await ended(backend, (await run(backend, workspaceId, question)).id)
    const db = connect(backend.dataDir)
    const { files } = storesOf(db, backend.dataDir)
    for (const content of ['one', 'two, longer']) {
      const incoming = await files.receive(Readable.from([Buffer.from(content)]))
      files.keep(incoming, ({ sha256, size }) =>
        journalStore(db).write({ taskId, name: 'notes.md', mediaType: 'text/markdown', size, sha256 }),
      )
    }
    db.close()
    await go(page, `#/tasks/${taskId}`)
    const changes = page.getByRole('list', { name: text.taskPage.changes.title })
    await changes.getByText(text.taskPage.changes.replaced('notes.md')).waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: text.taskPage.changes.saveFor('notes.md', 1) }).click(),
    ])
    expect(download.suggestedFilename()).toBe('notes.md')
    await page.getByRole('button', { name: text.taskPage.changes.undoFor('notes.md', 2) }).click()
    await changes.getByText(text.taskPage.changes.restored('notes.md')).waitFor()
    await changes.getByText(text.taskPage.changes.undone, { exact: true }).first().waitFor()
    expect(await faults(page)).toEqual([])
    const artifacts = async () => (await backend.call<Task>(`/api/tasks/${taskId}`)).result?.artifacts
    expect(await artifacts()).toMatchObject([{ name: 'notes.md', size: 3 }])
  })
})

describe.skipIf(!hasChromium)('the timeline of a model’s task', () => {
  test('tells what was said and called, with what, and what came back', { timeout: limit }, async () => {
    const { server, page, launch, client, go } = await openModelRun({ agent: { tools: ['search_documents'] } })
    server.script(
      calls([{ name: 'search_documents', arguments: { query: 'mooring' } }], { text: 'I will look it up.' }),
      says('A mooring costs 340 euros a year [1].', { usage: { input: 1200, output: 34 } }),
    )
    const { id } = await launch()
    await client.ended(id)
    await go(`tasks/${id}`)
    await page.getByText('I will look it up.').waitFor()
    await page.getByText(text.manager.tokens(1200, 34)).first().waitFor()
    const tool = page.locator('aios-step-content').nth(1)
    await tool.getByText(text.taskPage.showAll).click()
    await tool.getByRole('region', { name: text.taskPage.input }).getByText('"query": "mooring"').waitFor()
    await tool.getByRole('region', { name: text.taskPage.output }).getByText('340 euros').waitFor()
    expect(await faults(page)).toEqual([])
  })
})
