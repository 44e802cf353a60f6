import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import type { Citation, Result, Task } from '../../extensions/backend/src/shared/contract/tasks.ts'
import { text } from '../../src/strings/index.ts'
import { pdf } from '../support/pdf.ts'
import { until } from '../support/until.ts'
import { faults } from './support/axe.ts'
import { closeBrowser, hasChromium, openPage } from './support/page.ts'
import { type Served, serve } from './support/served.ts'

afterAll(closeBrowser)

const filler = Array.from({ length: 30 }, (_, at) => `Line ${at} of the harbour rules says nothing of interest here.`)
const harbour = pdf([
  [
    'Rules of the harbour',
    ...filler,
    'The annual fee for each mooring is 340 euros.',
    'Late payment adds five percent.',
  ],
  ['Every boat must carry a working radio.'],
])

/** A backend with the harbour's PDF, and a question that was answered. */
const serveAnswered = async (file = new File([Uint8Array.from(harbour)], 'harbour.pdf')) => {
  const backend = await serve()
  const { id } = await backend.call<{ id: string }>('/api/workspaces', { method: 'POST', body: '{"name":"Harbour"}' })
  const form = new FormData()
  form.append('file', file)
  const headers = { Authorization: `Bearer ${backend.token}` }
  await fetch(`${backend.url}/api/workspaces/${id}/documents`, { method: 'POST', headers, body: form })
  const [agent] = await backend.call<{ id: string }[]>('/api/agents')
  const body = JSON.stringify({ agentId: agent?.id, workspaceId: id, prompt: 'What is the annual fee for a mooring?' })
  const { id: taskId } = await backend.call<Task>('/api/agents/run', { method: 'POST', body })
  const task = await until(
    () => backend.call<Task>(`/api/tasks/${taskId}`),
    ({ result }) => result !== undefined,
  )
  return { backend, task }
}

/** Puts another answer in the place of a task's own, as a model may have given it. */
const answered = ({ dataDir }: Served, { id }: Task, result: Partial<Result> & { citations: Citation[] }) => {
  using db = new DatabaseSync(join(dataDir, 'aios.db'))
  const whole = { mode: 'model', markdown: '', artifacts: [], ...result }
  db.prepare('UPDATE task SET result = ? WHERE id = ?').run(JSON.stringify(whole), id)
}

const openAnswer = async (page: Page) => {
  await page.getByRole('button', { name: 'What is the annual fee for a mooring?' }).click()
  await page.locator('aios-answer [data-citation]').first().waitFor()
}

describe.skipIf(!hasChromium)('the evidence of a PDF', () => {
  test('is the page as it looks with the quote in view, as large as wanted', async () => {
    const { backend } = await serveAnswered()
    const page = await openPage(backend.page)
    await openAnswer(page)
    await page.locator('aios-answer [data-citation]').first().click()
    const evidence = page.getByRole('complementary')
    const sheet = evidence.locator('.sheet')
    const width = () => sheet.evaluate((element) => element.getBoundingClientRect().width)
    const isMarkSeen = () =>
      evidence.locator('.marked').evaluate((mark) => {
        const page = (mark.getRootNode() as ShadowRoot).host.closest('.page') as Element
        const [inner, outer] = [mark.getBoundingClientRect(), page.getBoundingClientRect()]
        return inner.height > 5 && inner.top >= outer.top && inner.bottom <= outer.bottom
      })
    await evidence.getByText(text.evidence.verdicts.exact).waitFor()
    await sheet.waitFor()
    await until(isMarkSeen)
    expect(await faults(page)).toEqual([])

    const fit = await width()
    await evidence.getByRole('button', { name: text.evidence.zoomIn }).click()
    await until(async () => (await width()) > fit * 1.2)
    await page.keyboard.press('+')
    await page.keyboard.press('+')
    await until(async () => (await width()) > fit * 1.9)
    const image = evidence.getByRole('img')
    await until(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth > 1000))
    await page.keyboard.press('0')
    await until(async () => Math.abs((await width()) - fit) < 20)
    await evidence.locator('.page').hover()
    await page.keyboard.down('Control')
    await page.mouse.wheel(0, 100)
    await page.keyboard.up('Control')
    await until(async () => (await width()) < fit * 0.9)
    await evidence.getByRole('button', { name: text.evidence.fit }).click()
    await until(async () => Math.abs((await width()) - fit) < 20)

    await evidence.getByRole('button', { name: text.evidence.nextPage }).click()
    await evidence.getByRole('button', { name: text.evidence.quoteOn(1) }).click()
    await until(isMarkSeen)
    await evidence.getByRole('button', { name: text.evidence.originalOf('harbour.pdf') }).click()
    const saved = page.waitForEvent('download')
    await evidence.getByRole('menuitem', { name: text.library.original }).click()
    expect((await saved).suggestedFilename()).toBe('harbour.pdf')
  })

  test('can be its text instead, and stays so', async () => {
    const { backend } = await serveAnswered()
    const page = await openPage(backend.page)
    await openAnswer(page)
    await page.locator('aios-answer [data-citation]').first().click()
    const evidence = page.getByRole('complementary')
    await evidence.getByRole('button', { name: text.evidence.text, exact: true }).click()
    await until(() => evidence.locator('mark').first().isVisible())
    const later = await page.context().newPage()
    await later.goto(backend.page)
    await openAnswer(later)
    await later.locator('aios-answer [data-citation]').first().click()
    const same = later.getByRole('complementary')
    await until(() => same.locator('mark').first().isVisible())
    expect(await same.locator('aios-page-picture').count()).toBe(0)
  })
})

describe.skipIf(!hasChromium)('the evidence of a text', () => {
  test('keeps its headings, lists and rows', async () => {
    const rules =
      '# Harbour\n\n## Fees\n\nThe annual fee for a mooring is due in March.\n\n- by bank\n- by card\n\n| Mooring | Fee |\n|---|---|\n| East | 340 |\n| West | 515 |\n'
    const { backend } = await serveAnswered(new File([rules], 'rules.md'))
    const page = await openPage(backend.page)
    await openAnswer(page)
    await page.locator('aios-answer [data-citation]').first().click()
    const evidence = page.getByRole('complementary')
    await until(() => evidence.locator('mark').first().isVisible())
    await evidence.getByRole('heading', { name: 'Fees' }).waitFor()
    expect(await evidence.locator('.text li').allTextContents()).toEqual(['by bank', 'by card'])
    expect(await evidence.locator('td').count()).toBe(4)
    expect(await faults(page)).toEqual([])
  })
})

describe.skipIf(!hasChromium)('a quote that is not there word for word', () => {
  test('is told in words, in the answer and beside the page', async () => {
    const { backend, task } = await serveAnswered()
    const [own] = task.result?.citations ?? []
    if (!own) throw new Error('Nothing was cited.')
    const near = {
      ...own,
      quote: 'the yearly fee for each mooring is 340 euros',
      verified: false,
      match: 'near',
    } as const
    const none = { ...own, quote: 'The fee is 900 euros.', verified: false, match: 'unverified' } as const
    answered(backend, task, {
      markdown: 'It says “the yearly fee for each mooring is 340 euros” [1], “The fee is 900 euros.” [2] and more [3].',
      citations: [near, none, { ...own, match: 'exact', isQuoted: false }],
      unsourced: ['All boats have to be painted green.'],
    })
    const page = await openPage(backend.page)
    await openAnswer(page)
    const answer = page.locator('aios-answer')
    const buttons = answer.locator('.text [data-citation]')
    expect(await buttons.allTextContents()).toEqual(['1', '2', '3'])
    expect(await answer.locator('.text small').allTextContents()).toEqual([
      text.ask.marks.near,
      text.ask.marks.unverified,
    ])
    await answer.getByText(text.ask.unsourced(1)).waitFor()
    await answer.getByText('All boats have to be painted green.').waitFor()
    expect(await faults(page)).toEqual([])

    const evidence = page.getByRole('complementary')
    await buttons.nth(0).click()
    await evidence.getByText(text.evidence.verdicts.near).waitFor()
    await evidence.getByText(near.quote).waitFor()
    await evidence.locator('.marked').waitFor()
    expect(await faults(page)).toEqual([])
    await page.keyboard.press(']')
    await evidence.getByText(text.evidence.verdicts.unverified).waitFor()
    await evidence.locator('.marked').waitFor({ state: 'detached' })
    await page.keyboard.press(']')
    await evidence.getByText(text.evidence.noQuote).waitFor()
  })

  test('is marked on both pages where the quote goes over from one to the next', async () => {
    const { backend, task } = await serveAnswered()
    const [own] = task.result?.citations ?? []
    if (!own) throw new Error('the question was not answered')
    const { text: first } = await backend.call<{ text: string }>(`/api/documents/${own.documentId}/pages/1`)
    const rest = 'Every boat must carry a working radio.'
    const start = first.indexOf('Late payment')
    const quote = `${first.slice(start)}\n${rest}`
    const continues = { page: 2, start: 0, end: rest.length }
    answered(backend, task, {
      markdown: `“${quote}” [1]`,
      citations: [{ ...own, quote, start, end: first.length, match: 'exact', continues }],
    })
    const page = await openPage(backend.page)
    await openAnswer(page)
    await page.locator('aios-answer [data-citation]').first().click()
    const evidence = page.getByRole('complementary')
    await evidence.locator('.marked').waitFor()
    await evidence.getByRole('button', { name: text.evidence.text, exact: true }).click()
    await until(async () => (await evidence.locator('mark').allTextContents()).join('').startsWith('Late payment'))
    expect(await faults(page)).toEqual([])
    await evidence.getByRole('button', { name: text.evidence.quoteContinuesOn(2) }).click()
    await until(async () => (await evidence.locator('mark').allTextContents()).join('') === rest)
    await evidence.getByRole('button', { name: text.evidence.quoteBeginsOn(1) }).click()
    await evidence.getByText(text.evidence.verdicts.exact).waitFor()
  })

  test('is told where the page reads otherwise since it was quoted, and marked where it stands by now', async () => {
    const { backend, task } = await serveAnswered()
    const [own] = task.result?.citations ?? []
    if (!own) throw new Error('the question was not answered')
    const turn = (change: string) => {
      using db = new DatabaseSync(join(backend.dataDir, 'aios.db'))
      db.exec(`UPDATE page SET text = ${change} WHERE document_id = '${own.documentId}' AND number = 1`)
    }
    const open = async () => {
      const page = await openPage(backend.page)
      await openAnswer(page)
      await page.locator('aios-answer [data-citation]').first().click()
      const evidence = page.getByRole('complementary')
      await evidence.getByRole('button', { name: text.evidence.text, exact: true }).click()
      return { page, evidence }
    }
    turn(`'More words. ' || text`)
    const { evidence: moved } = await open()
    await until(async () => (await moved.locator('mark').allTextContents()).join('') === own.quote)
    await moved.getByText(text.evidence.verdicts.exact).waitFor()
    turn(`replace(text, '340', '341')`)
    const { page, evidence } = await open()
    await evidence.getByText(text.evidence.changed).waitFor()
    await evidence.getByText(own.quote).waitFor()
    expect(await evidence.locator('mark').count()).toBe(0)
    expect(await faults(page)).toEqual([])
  })
})
