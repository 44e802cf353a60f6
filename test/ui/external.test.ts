import { readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Agent } from '../../extensions/backend/src/shared/contract/agents.ts'
import type { Task } from '../../extensions/backend/src/shared/contract/tasks.ts'
import { text } from '../../src/strings/index.ts'
import { double, workingFolder } from '../support/external-agent.ts'
import { until } from '../support/until.ts'
import { faults } from './support/axe.ts'
import { closeBrowser, hasChromium, openPage } from './support/page.ts'
import { serve } from './support/served.ts'

afterAll(closeBrowser)

const { agents, external } = text

describe.skipIf(!hasChromium)('a program as an agent', () => {
  test('is set up, looked at, allowed, checked, run, and asks before it writes', async () => {
    const folder = workingFolder()
    onTestFinished(() => rmSync(dirname(folder), { recursive: true, force: true }))
    const backend = await serve()
    const page = await openPage(backend.page)
    const made = async () => (await backend.call<Agent[]>('/api/agents')).find(({ name }) => name === 'Helper')
    await page.getByRole('button', { name: text.firstStart.sample }).click()
    await page.getByRole('button', { name: text.firstStart.questions[0] }).waitFor()
    await page.keyboard.press('Control+4')
    await page.getByRole('button', { name: agents.new, exact: true }).click()
    const sheet = page.locator('aios-agent-sheet')
    await sheet.getByRole('radio', { name: external.kind }).check()

    const command = sheet.getByRole('textbox', { name: external.command })
    await sheet.getByRole('combobox', { name: external.preset }).selectOption('qwen')
    expect(await command.inputValue()).toBe('qwen')
    await sheet.getByText('OPENAI_BASE_URL').waitFor()
    expect(await faults(page), 'the fields').toEqual([])

    await sheet.getByRole('textbox', { name: agents.name }).fill('Helper')
    await sheet.getByRole('button', { name: agents.create }).waitFor()
    await command.fill(process.execPath)
    await sheet.getByRole('textbox', { name: external.args }).fill(`${double}\nas asked`)
    await sheet.getByRole('textbox', { name: external.folder }).fill(folder)
    await sheet.getByRole('group', { name: external.commandLine }).getByText(`${double} 'as asked'`).waitFor()

    await sheet.getByRole('button', { name: external.check }).click()
    await sheet.getByText(external.allowFirst).waitFor()
    await sheet.getByRole('checkbox', { name: external.allow, exact: true }).check()
    await sheet.getByRole('button', { name: external.check }).click()
    await sheet.getByText(/Double 1\.2\.3 works/).waitFor()
    expect(await faults(page), 'the findings').toEqual([])
    await sheet.getByText(external.asks).waitFor()
    expect(readFileSync(`${folder}.notes`, 'utf8')).not.toContain('prompted')

    // What was allowed is what stood there: another command is not.
    await sheet.getByRole('textbox', { name: external.args }).fill(double)
    expect(await sheet.getByRole('checkbox', { name: external.allow, exact: true }).isChecked()).toBe(false)
    await sheet.getByRole('checkbox', { name: external.allow, exact: true }).check()
    await sheet.getByRole('button', { name: agents.create }).click()
    await page.getByRole('heading', { name: 'Helper' }).waitFor()
    await page.getByText(external.runs({ command: process.execPath, allowed: true })).waitFor()
    const agent = await made()
    expect(agent).toMatchObject({ kind: 'external', external: { args: [double], folder, allowed: true } })

    const [{ id: workspaceId } = { id: '' }] = await backend.call<{ id: string }[]>('/api/workspaces')
    const body = JSON.stringify({ agentId: agent?.id, workspaceId, prompt: `write ${join(folder, 'a.md')} Ahoy` })
    const task = await backend.call<Task>('/api/agents/run', { method: 'POST', body })
    await page.keyboard.press('Control+3')
    await page.getByText(join(folder, 'a.md')).first().click()
    await page.getByRole('button', { name: text.approvals.once }).first().click()
    await until(
      () => backend.call<Task>(`/api/tasks/${task.id}`),
      ({ status }) => status === 'succeeded',
    )
    expect(readFileSync(join(folder, 'a.md'), 'utf8')).toBe('Ahoy')
    await page.getByText('It changed 1 file').waitFor()
  })
})
