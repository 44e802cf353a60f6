import { afterAll, describe, expect, test } from 'vitest'
import type { Grant } from '../../extensions/backend/src/shared/contract/approvals.ts'
import { text } from '../../src/strings/index.ts'
import { outcomesIn } from '../support/model-agent.ts'
import { calls, says } from '../support/model-answers.ts'
import { until } from '../support/until.ts'
import { faults } from './support/axe.ts'
import { askAgent, openModelRun } from './support/model-run.ts'
import { closeBrowser, hasChromium } from './support/page.ts'

afterAll(closeBrowser)

const { approvals, permissions } = text
const tools = ['write_artifact', 'ask_user', 'calculate']
const writes = (name: string, content = '340 euros') => ({
  name: 'write_artifact',
  arguments: { name, format: 'markdown', content },
})

describe.skipIf(!hasChromium)('approvals', () => {
  test('show exactly what would be done, in the card of the answer; once lets it happen once', async () => {
    const { server, page } = await openModelRun({ agent: { tools } })
    server.script(calls([writes('fees.md', 'Pay \u202E340 euros')]), says('It costs 340 euros.'))
    await askAgent(page, 'Clerk', 'Write down what a mooring costs')
    const card = page.locator('aios-exchange aios-approval')
    await card.getByText(approvals.asks.call('Clerk')).waitFor()
    await card.getByText(approvals.risks.write).waitFor()
    expect(await card.getByRole('group', { name: 'content' }).textContent()).toBe('Pay \\u{202E}340 euros')
    await until(
      () => page.title(),
      (title) => title.startsWith('(1) '),
    )
    await page.getByRole('link', { name: /1 task needs attention/ }).waitFor()
    expect(await faults(page), 'an approval in Ask').toEqual([])

    await card.getByRole('button', { name: approvals.once }).click()
    await page.locator('aios-answer').getByText('It costs 340 euros.').waitFor()
    await page.getByRole('button', { name: /fees\.md/ }).waitFor()
    await until(
      () => page.title(),
      (title) => title === 'Ask – AIOS',
    )
  })

  test('are decided one after the other by keyboard, above all tasks; the agent hears why it may not', async () => {
    const { server, page, launch, go } = await openModelRun({ agent: { tools } })
    const question = { name: 'ask_user', arguments: { question: 'Which harbour?', choices: ['Inner', 'Outer'] } }
    server.script(calls([writes('a.md'), writes('b.md'), question]), says('Done as you said.'))
    await launch()
    await go('tasks')
    const cards = page.locator('aios-approval')
    await until(
      () => cards.count(),
      (count) => count === 3,
    )
    expect(await faults(page), 'approvals above the tasks').toEqual([])
    await cards.first().getByRole('button', { name: approvals.once }).focus()
    await page.keyboard.press('o')
    await until(
      () => cards.count(),
      (count) => count === 2,
    )
    // The focus went on to the next card, and a key that is held down decides nothing.
    await page.keyboard.down('d')
    await page.keyboard.down('d')
    await page.keyboard.up('d')
    await page.keyboard.type('Use a table')
    await page.keyboard.press('Enter')
    await until(
      () => cards.count(),
      (count) => count === 1,
    )
    await page.getByText(approvals.asks.question('Clerk')).waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await until(
      () => server.chats.length,
      (count) => count === 2,
    )
    const [first, second, third] = outcomesIn(server)
    expect(first).toMatch(/a\.md/)
    expect(second).toContain('Use a table')
    expect(third).toContain('Inner')
  })

  test('always is told in full, listed, and taken back; then the agent asks again', async () => {
    const { server, page, launch, go, client, on, agentId } = await openModelRun({ agent: { tools } })
    const grants = () => client.json<Grant[]>('/api/grants')
    server.script(calls([writes('a.md')]), calls([writes('b.md')]), says('Both are there.'))
    const { id } = await launch()
    await go(`tasks/${id}`)
    const card = page.locator('aios-approval')
    await card.getByRole('button', { name: approvals.always }).click()
    await card.getByText(approvals.alwaysAbout('Clerk', 'write_artifact')).waitFor()
    await page.keyboard.press('Escape')
    await card.getByRole('button', { name: approvals.always }).click()
    expect(await faults(page), 'what always means').toEqual([])
    await card.getByRole('button', { name: approvals.alwaysConfirm }).click()
    await page.locator('aios-answer').getByText('Both are there.').waitFor()
    expect(await grants()).toMatchObject([{ agentId, tool: 'write_artifact' }])

    await go('settings/permissions')
    await page.getByRole('button', { name: permissions.revokeLabel('Clerk', 'write_artifact') }).waitFor()
    expect(await faults(page), 'permissions').toEqual([])
    await page.getByRole('button', { name: permissions.revokeLabel('Clerk', 'write_artifact') }).click()
    await page.getByText(permissions.none).waitFor()
    expect(await grants()).toEqual([])
    server.script(calls([writes('c.md')]), says('ready'))
    expect(await on.asked((await launch()).id)).toHaveLength(1)
  })

  test('a question is answered in words of one’s own, and a call over and over is stopped', async () => {
    const { server, page, launch, go } = await openModelRun({ agent: { tools } })
    const same = calls([{ name: 'calculate', arguments: { expression: '1 + 1' } }])
    server.script(
      calls([{ name: 'ask_user', arguments: { question: 'Which year?' } }]),
      same,
      same,
      same,
      says('Well.'),
    )
    const { id } = await launch()
    await go(`tasks/${id}`)
    const card = page.locator('aios-approval')
    await card.getByRole('textbox', { name: approvals.answer }).fill('The year 2026')
    expect(await faults(page), 'a question').toEqual([])
    await page.keyboard.press('Enter')
    await card.getByText(approvals.about.loop).waitFor()
    expect(outcomesIn(server).join()).toContain('The year 2026')
    expect(await card.getByRole('button', { name: approvals.always }).count()).toBe(0)
    await card.getByRole('button', { name: approvals.deny }).click()
    await card.getByRole('button', { name: approvals.denyConfirm }).click()
    await page.locator('aios-answer').getByText('Well.').waitFor()
  })

  test('wait through a restart of the server, and go on after it', async () => {
    const { server, backend, page, launch, go } = await openModelRun({ agent: { tools } })
    server.script(calls([writes('fees.md')]), says('Written after the restart.'))
    const { id } = await launch()
    await go(`tasks/${id}`)
    const once = page.getByRole('button', { name: approvals.once })
    await once.waitFor()
    await backend.killServer(() => page.getByText(text.status.restarting).waitFor())
    await page.getByText(text.status.connected).waitFor()
    await once.click()
    await page.locator('aios-answer').getByText('Written after the restart.').waitFor()
    expect(server.chats).toHaveLength(2)
  })

  test('are notified of to who looks elsewhere, without a word of what they hold', async () => {
    const { server, page, launch } = await openModelRun({ agent: { tools } })
    server.script(calls([writes('secret-name.md')]))
    await page.evaluate(() => {
      const heard: string[] = []
      class Heard {
        static permission = 'granted'
        constructor(title: string, { body }: { body: string }) {
          heard.push(`${title} ${body}`)
        }
      }
      Object.assign(window, { heard, Notification: Heard })
      document.hasFocus = () => false
    })
    await launch()
    const heard = () => page.evaluate(() => (window as unknown as { heard: string[] }).heard)
    await until(heard, (words) => words.length > 0)
    expect(await heard()).toEqual([`${text.attention.needsDecisionTitle} ${text.attention.needsDecision(1)}`])
  })
})
