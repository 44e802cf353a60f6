import { afterAll, describe, expect, test } from 'vitest'
import type { Task } from '../../extensions/backend/src/shared/contract/tasks.ts'
import { text } from '../../src/strings/index.ts'
import { until } from '../support/until.ts'
import { faults } from './support/axe.ts'
import { fees, openModelRun } from './support/model-run.ts'
import { closeBrowser, hasChromium } from './support/page.ts'

afterAll(closeBrowser)

const { handOver, library, ask } = text
const tides = ['Tides.md', '# Tides\n\nLow tide is at six. High tide is at noon.\n'] as const

describe.skipIf(!hasChromium)('agents are launched', () => {
  test('from the page of a document: the one that sums up at once', async () => {
    const { page, go, client, workspaceId } = await openModelRun({ files: [fees, [...tides]] })
    const document = (await client.documents(workspaceId)).find(({ name }) => name === tides[0])
    await go(`library/${document?.id}`)
    await page.getByRole('button', { name: handOver.title, exact: true }).click()
    await page.getByRole('menuitem', { name: handOver.ask('Clerk') }).waitFor()
    expect(await faults(page), 'the menu').toEqual([])
    await page.getByRole('menuitem', { name: handOver.summarize, exact: true }).click()
    await page.locator('aios-answer blockquote, aios-answer p').getByText(/tide/).first().waitFor()
    const [task] = await client.json<Task[]>('/api/tasks')
    expect(task).toMatchObject({ documentIds: [document?.id], status: 'succeeded' })
  })

  test('on several documents that are selected, and what they are to do is typed', async () => {
    const { page, go } = await openModelRun({ files: [fees, [...tides]] })
    await go('library')
    await page.getByRole('checkbox', { name: library.select(fees[0]) }).check()
    await page.getByRole('checkbox', { name: library.select(tides[0]) }).check()
    await page.getByRole('button', { name: handOver.title, exact: true }).click()
    await page.getByRole('menuitem', { name: handOver.ask('Clerk') }).click()
    await page.getByRole('button', { name: ask.chooseAgent('Clerk') }).waitFor()
    await page.getByRole('button', { name: ask.removeDocument(fees[0]) }).waitFor()
    await page.getByRole('button', { name: ask.removeDocument(tides[0]) }).click()
    expect(await page.getByRole('button', { name: ask.removeDocument(fees[0]) }).count()).toBe(1)
  })

  test('chosen before it is known which workspace is open, an agent stays chosen', async () => {
    const { page, go } = await openModelRun()
    const held = Promise.withResolvers<void>()
    await page.route('**/api/workspaces', async (route) => {
      await held.promise
      await route.continue()
    })
    await page.reload()
    await go('agents')
    await page.getByRole('button', { name: text.agents.useLabel('Clerk') }).click()
    held.resolve()
    await page.getByRole('button', { name: ask.chooseAgent('Clerk') }).waitFor()
  })

  test('by keyboard alone, through the palette', async () => {
    const { page, server } = await openModelRun()
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').waitFor()
    await page.keyboard.type('ask clerk')
    await page.getByRole('option', { name: new RegExp(text.palette.useAgent('Clerk')) }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: ask.chooseAgent('Clerk') }).waitFor()
    await until(() => page.evaluate(() => document.hasFocus()))
    await page.keyboard.type('Are you there?')
    await page.keyboard.press('Enter')
    await page.locator('aios-answer').getByText('ready').waitFor()
    expect(server.chats).toHaveLength(1)
  })
})
