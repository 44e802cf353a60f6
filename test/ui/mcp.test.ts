import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { McpAccess, McpServer } from '../../extensions/backend/src/shared/contract/mcp.ts'
import type { TaskWithSteps } from '../../extensions/backend/src/shared/contract/tasks.ts'
import { text } from '../../src/strings/index.ts'
import { everything, filesystem } from '../agents/mcp/support.ts'
import { temporaryFolder } from '../support/folder.ts'
import { calls, says } from '../support/model-answers.ts'
import { until } from '../support/until.ts'
import { faults } from './support/axe.ts'
import { addMcpServer, clientOf, goTo, openModelRun } from './support/model-run.ts'
import { closeBrowser, hasChromium, openPage } from './support/page.ts'
import { serve } from './support/served.ts'

afterAll(closeBrowser)

const { mcp, access, approvals } = text
const secret = 'a-secret-of-ours-1234567890'

const open = async (place: string) => {
  const backend = await serve()
  const page = await openPage(backend.page, { complaints: [/status of 400/] })
  await page.getByText(text.status.connected).waitFor()
  await goTo(page, place)
  return { backend, page, servers: () => backend.call<McpServer[]>('/api/mcp/servers') }
}

describe.skipIf(!hasChromium)('MCP servers', () => {
  test('pasted settings show all that would be run, and run only when told to', async () => {
    const { page, servers } = await open('settings/mcp')
    await page.getByText(mcp.none).waitFor()
    expect(await faults(page), 'none').toEqual([])
    await page.getByRole('button', { name: mcp.paste }).click()
    const field = page.getByRole('textbox', { name: mcp.review.paste })
    await field.fill('{"mcpServers": ')
    await page.getByRole('button', { name: mcp.review.next }).click()
    await page.getByText(/Invalid JSON/).waitFor()
    const entry = { command: process.execPath, args: [everything, 'stdio', '--quiet "please"'], env: { TOKEN: secret } }
    await field.fill(JSON.stringify({ mcpServers: { every: entry, broken: { command: '' } } }))
    await page.getByRole('button', { name: mcp.review.next }).click()
    await page
      .getByRole('group', { name: `${mcp.command}: every` })
      .getByText('--quiet')
      .waitFor()
    await page.getByText(mcp.secrets(['TOKEN'])).waitFor()
    await page.getByText(mcp.review.problems).waitFor()
    expect(await page.locator('aios-mcp-paste').textContent()).not.toContain(secret)
    expect(await faults(page), 'what would be run').toEqual([])
    await page.getByRole('button', { name: mcp.review.addOnly }).click()
    await page.getByText(mcp.off).waitFor()
    expect(await servers()).toMatchObject([{ name: 'every', enabled: false, status: 'stopped', tools: [] }])

    await page.getByRole('button', { name: mcp.allowLabel('every') }).click()
    await page.getByText(mcp.states.ready, { exact: true }).waitFor({ timeout: 60_000 })
    await page.getByText(/^\d+ tools$/).click()
    const risk = page.getByRole('combobox', { name: /Risk of .*echo/i })
    expect(await risk.inputValue()).toBe('run')
    await risk.selectOption('read')
    await page.getByRole('checkbox', { name: /Agents may use .*sum/i }).uncheck()
    await until(servers, ([server]) => {
      const tools = server?.tools ?? []
      const echo = tools.find(({ name }) => name === 'echo')
      return echo?.risk === 'read' && tools.some(({ enabled }) => !enabled)
    })
    expect(await faults(page), 'its tools').toEqual([])

    await page.getByRole('button', { name: mcp.stopLabel('every') }).click()
    await page.getByText(mcp.off).waitFor()
    await page.getByRole('button', { name: mcp.removeLabel('every') }).click()
    await page.getByText(mcp.none).waitFor()
    await page.getByRole('button', { name: text.action.undo }).click()
    await page.getByRole('article', { name: 'every' }).waitFor()
    await page.getByRole('button', { name: mcp.removeLabel('every') }).click()
    const notices = page.getByRole('region', { name: text.frame.notices })
    await notices.getByRole('button', { name: text.action.close }).click()
    await until(servers, (left) => left.length === 0)
  })

  test('one is added by form, fails with its last lines, and is changed with its secrets kept', async () => {
    const { page, servers } = await open('settings/mcp')
    const program = join(temporaryFolder(), 'fails.mjs')
    writeFileSync(program, 'console.error("no such harbour"); process.exit(3)')
    await page.getByRole('button', { name: mcp.add }).click()
    const dialog = page.locator('aios-mcp-dialog')
    await dialog.getByRole('button', { name: mcp.review.addOnly }).click()
    await dialog.getByText(mcp.form.missing).first().waitFor()
    expect(await dialog.locator('[aria-invalid=true]').count()).toBe(2)
    expect(await faults(page), 'the form').toEqual([])
    await dialog.getByRole('textbox', { name: mcp.form.name }).fill('Ours')
    await dialog.getByRole('textbox', { name: mcp.form.command }).fill(process.execPath)
    await dialog.getByRole('textbox', { name: mcp.form.args }).fill(program)
    await dialog.getByRole('button', { name: mcp.form.addSecret }).click()
    await dialog.getByLabel(mcp.form.secretName(1), { exact: true }).fill('TOKEN')
    await dialog.getByLabel(mcp.form.secretValue('TOKEN')).fill(secret)
    await dialog.getByRole('button', { name: mcp.review.addOnly }).click()
    await page.getByRole('button', { name: mcp.allowLabel('Ours') }).click()
    await page.getByText(mcp.states.failed, { exact: true }).waitFor()
    await page
      .getByRole('group', { name: `${mcp.log}: Ours` })
      .getByText('no such harbour')
      .waitFor()
    expect(await faults(page), 'failed').toEqual([])

    await page.getByRole('button', { name: mcp.editLabel('Ours') }).click()
    expect(await dialog.getByLabel(mcp.form.secretValue('TOKEN')).getAttribute('placeholder')).toBe(mcp.form.kept)
    await dialog.getByRole('textbox', { name: mcp.form.args }).fill(everything)
    await dialog.getByRole('button', { name: mcp.form.save }).click()
    await page.getByText(mcp.off).waitFor()
    await page.getByRole('button', { name: mcp.allowLabel('Ours') }).click()
    await page.getByText(mcp.states.ready, { exact: true }).waitFor({ timeout: 60_000 })
    expect(await servers()).toMatchObject([{ setup: { args: [everything], env: ['TOKEN'] }, enabled: true }])
    expect(await page.content()).not.toContain(secret)
  })

  test('a tool of one is asked for with the server named, and its program’s risk in words', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'note.txt'), 'low tide at six')
    const tool = 'mcp__files__read_text_file'
    const { server, client, page, launch, go } = await openModelRun({ agent: { tools: [tool] } })
    await addMcpServer(client, 'files', [filesystem, folder])
    const path = join(folder, 'note.txt')
    server.script(calls([{ name: tool, arguments: { path } }]), says('Low tide is at six.'))
    const task = await launch()
    await go(`tasks/${task.id}`)
    const card = page.locator('aios-approval')
    await card.getByText('read_text_file (MCP server files)', { exact: true }).waitFor()
    await card.getByText(approvals.risks.run).waitFor()
    expect(await card.getByRole('group', { name: 'path' }).textContent()).toBe(path)
    expect(await faults(page), 'a call that runs something').toEqual([])
    await card.getByRole('button', { name: approvals.once }).click()
    await page.locator('aios-answer').getByText('Low tide is at six.').waitFor()
    expect(JSON.stringify(server.chats.at(-1)?.body.messages)).toContain('low tide at six')
  })

  test('a call that a crash cut off is made again only when told to', async () => {
    const tool = 'mcp__every__trigger-long-running-operation'
    const agent = { tools: [tool], approvals: { run: 'allow' as const } }
    const { server, backend, client, page, launch, go } = await openModelRun({ agent })
    await addMcpServer(client, 'every', [everything])
    server.script(calls([{ name: tool, arguments: { duration: 300, steps: 100 } }]), says('I left it at that.'))
    const { id } = await launch()
    await go(`tasks/${id}`)
    await until(
      () => client.json<TaskWithSteps>(`/api/tasks/${id}`),
      ({ steps }) => steps.some(({ kind, status }) => kind === 'tool' && status === 'running'),
      { limit: 60_000 },
    )
    await backend.killServer()
    const card = page.locator('aios-approval')
    await card.getByText(approvals.about.rerun).waitFor()
    expect(await card.getByRole('button', { name: approvals.always }).count()).toBe(0)
    expect(await faults(page), 'a call that was cut off').toEqual([])
    await card.getByRole('button', { name: approvals.deny }).click()
    await card.getByRole('button', { name: approvals.denyConfirm }).click()
    await page.locator('aios-answer').getByText('I left it at that.').waitFor()
  })
})

describe.skipIf(!hasChromium)('access for other programs', () => {
  test('is off at first; its token is hidden, copied and replaced', async () => {
    const { backend, page } = await open('settings/access')
    const now = () => clientOf(backend).json<McpAccess>('/api/mcp/access')
    const box = page.getByRole('checkbox', { name: access.allow })
    expect(await box.isChecked()).toBe(false)
    await box.check()
    const token = page.getByRole('group', { name: access.token })
    await token.waitFor()
    const first = (await until(now, ({ enabled }) => enabled)).token as string
    expect(await page.locator('aios-settings-access').textContent()).not.toContain(first)
    expect(await faults(page), 'access').toEqual([])
    await page.getByRole('button', { name: access.show, exact: true }).click()
    await token.getByText(first).waitFor()
    await page.getByRole('button', { name: access.rotate }).click()
    await page.getByText(access.rotated).waitFor()
    const second = (await now()).token as string
    expect(second).not.toBe(first)
    await token.getByText(second).waitFor()
    await page.getByRole('group', { name: access.command }).getByText('mcpServers').waitFor()
    await box.uncheck()
    await token.waitFor({ state: 'detached' })
    expect((await now()).enabled).toBe(false)
  })
})
