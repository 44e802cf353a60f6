import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import type { Agent } from '../../extensions/backend/src/shared/contract/agents.ts'
import { text } from '../../src/strings/index.ts'
import { says } from '../support/model-answers.ts'
import { until } from '../support/until.ts'
import { faults } from './support/axe.ts'
import { openModelRun } from './support/model-run.ts'
import { closeBrowser, hasChromium } from './support/page.ts'

afterAll(closeBrowser)

const { agents, agentForm } = text

describe.skipIf(!hasChromium)('agents of one’s own', () => {
  test('are made with all that they have; what is wrong is said beside its field', async () => {
    const { page, go, client, provider, server } = await openModelRun()
    const made = async () => (await client.json<Agent[]>('/api/agents')).find(({ name }) => name === 'Harbour clerk')
    await go('agents')
    await page.getByRole('button', { name: agents.new, exact: true }).click()
    const sheet = page.locator('aios-agent-sheet')
    await sheet.getByRole('checkbox', { name: /Search the documents/ }).waitFor()
    expect(await faults(page), 'the sheet').toEqual([])

    await sheet.getByRole('button', { name: agents.create }).click()
    await sheet.getByText(agentForm.noName).waitFor()
    await sheet.getByRole('textbox', { name: agents.name }).fill('Harbour clerk')
    await sheet.getByLabel(agentForm.tokens).fill('10')
    await sheet.getByLabel(agentForm.schemaLabel).fill('{"type": ')
    await sheet.getByRole('button', { name: agents.create }).click()
    await sheet.getByText(/Invalid JSON/).waitFor()
    expect(await sheet.locator('[aria-invalid=true]').count()).toBe(2)
    expect(await faults(page), 'with what is wrong').toEqual([])
    expect(await made()).toBeUndefined()

    await sheet.getByLabel(agentForm.tokens).fill('20000')
    await sheet.getByLabel(agentForm.schemaLabel).fill('')
    await sheet.getByRole('button', { name: agentForm.icons.archive }).click()
    await sheet.getByRole('textbox', { name: agentForm.instructions }).fill('Answer like a harbour clerk.')
    await sheet.getByRole('combobox', { name: agentForm.provider }).selectOption(provider.id)
    await sheet.getByRole('checkbox', { name: /Search the documents/ }).check()
    await sheet.getByRole('checkbox', { name: /Write a file/ }).check()
    await sheet.getByRole('combobox', { name: agentForm.risks.write }).selectOption('allow')
    await sheet.getByLabel(agentForm.steps).fill('7')
    await sheet.getByRole('radio', { name: agentForm.scopes.documents }).check()
    await sheet.getByRole('checkbox', { name: 'Harbour fees.md' }).check()

    // Tried before the sheet is closed: it is stored with what stands in it.
    server.script(says('Aye, 340 euros.'))
    await sheet.getByRole('textbox', { name: agentForm.tryPrompt }).fill('What does a mooring cost?')
    await sheet.getByRole('button', { name: agentForm.tryConfirm }).click()
    await sheet.getByText('Aye, 340 euros.').waitFor()
    expect(JSON.stringify(server.chats.at(-1)?.body.messages)).toContain('Answer like a harbour clerk.')
    const [document] = await client.documents((await client.json<{ id: string }[]>('/api/workspaces'))[0]?.id as string)
    expect(await made()).toMatchObject({
      icon: 'archive',
      kind: 'model',
      providerId: provider.id,
      tools: ['search_documents', 'write_artifact'],
      approvals: { write: 'allow', run: 'ask' },
      limits: { steps: 7, tokens: 20_000 },
      scope: { documentIds: [document?.id] },
    })
    expect(await faults(page), 'tried').toEqual([])
    await sheet.getByRole('textbox', { name: agentForm.instructions }).fill('Be short.')
    await sheet.getByRole('button', { name: agents.save, exact: true }).click()
    await page.getByRole('heading', { name: 'Harbour clerk' }).waitFor()
    expect(await made()).toMatchObject({ instructions: 'Be short.', icon: 'archive' })
    expect(await faults(page), 'the cards').toEqual([])
  })

  test('what the backend refuses stands at its field, too', async () => {
    const { page, go } = await openModelRun()
    await go('agents')
    await page.getByRole('button', { name: agents.editLabel('Clerk') }).click()
    const sheet = page.locator('aios-agent-sheet')
    await page.route('**/api/agents/*', (route) =>
      route.fulfill({
        status: 400,
        json: { error: { code: 'request.invalid', message: 'instructions: Too long by far.' } },
      }),
    )
    await sheet.getByRole('button', { name: agents.save, exact: true }).click()
    await sheet.getByText('Too long by far.').waitFor()
    expect(await sheet.getByLabel(agentForm.instructions).getAttribute('aria-invalid')).toBe('true')
  })

  test('go out as a file and come in from one, dropped or picked; what is none is told of', async () => {
    const { page, go, client } = await openModelRun({
      agent: { instructions: 'Be precise.', tools: ['calculate'], icon: '⚓' },
    })
    await go('agents')
    await page.getByText('⚓').waitFor()
    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: agentForm.exportLabel('Clerk') }).click()
    const file = await (await downloading).path()
    const written = readFileSync(file, 'utf8')

    await page.evaluate((content) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([content], 'Clerk.agent.json', { type: 'application/json' }))
      transfer.items.add(new File(['not json'], 'other.txt'))
      window.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }))
    }, written)
    await page.getByText(agentForm.imported('Clerk')).waitFor()
    await page.getByText(agentForm.notAgent('other.txt')).waitFor()
    const own = await until(
      async () => (await client.json<Agent[]>('/api/agents')).filter(({ builtIn }) => !builtIn),
      (found) => found.length === 2,
    )
    expect(own.map(({ instructions, tools, icon }) => ({ instructions, tools, icon }))).toEqual(
      Array(2).fill({ instructions: 'Be precise.', tools: ['calculate'], icon: '⚓' }),
    )
    expect(
      await client.documents((await client.json<{ id: string }[]>('/api/workspaces'))[0]?.id as string),
    ).toHaveLength(1)
  })

  test('those that came with AIOS are copied and not changed', async () => {
    const { page, go } = await openModelRun()
    await go('agents')
    await page.getByRole('button', { name: agents.duplicateLabel('Extract to a table') }).click()
    const sheet = page.locator('aios-agent-sheet')
    await until(
      () => sheet.getByLabel(agentForm.schemaLabel).inputValue(),
      (schema) => schema.includes('additionalProperties'),
    )
    await sheet.getByRole('button', { name: agents.create }).click()
    await page.getByRole('button', { name: agents.editLabel(agents.copyOf('Extract to a table')) }).waitFor()
    expect(await page.getByRole('button', { name: agents.editLabel('Extract to a table'), exact: true }).count()).toBe(
      0,
    )
  })
})
