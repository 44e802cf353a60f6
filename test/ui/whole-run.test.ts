import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import type { TaskWithSteps } from '../../extensions/backend/src/shared/contract/tasks.ts'
import { text } from '../../src/strings/index.ts'
import { unzip } from '../support/unzip.ts'
import { askAgent } from './support/model-run.ts'
import { closeBrowser, hasChromium, openPage } from './support/page.ts'
import { answer, prompt, setTheStage } from './support/whole-run.ts'

afterAll(closeBrowser)

const { approvals } = text

describe.skipIf(!hasChromium)('a whole run', () => {
  test('goes from launch over approval and two restarts to a cited answer and its evidence', async () => {
    const { server, backend, client, path, isSilent, task } = await setTheStage()
    const page = await openPage(backend.page, { complaints: [/ERR_/] })
    await page.getByText(text.status.connected).waitFor()
    await askAgent(page, 'Pilot', prompt)
    const card = page.locator('aios-exchange aios-approval')
    await card.getByText(approvals.risks.run).waitFor()
    expect(await card.getByRole('group', { name: 'path' }).textContent()).toBe(path)

    // Killed while the approval waits: it is still there, and what it lets happen happens once.
    await backend.killServer(() => page.getByText(text.status.restarting).waitFor())
    await page.getByText(text.status.connected).waitFor()
    await card.getByRole('button', { name: approvals.once }).click()
    await isSilent()
    // Killed in the middle of the model's step: it is asked again, with all that was done.
    await backend.killServer(() => page.getByText(text.status.restarting).waitFor())
    await page.getByText(text.status.connected).waitFor()

    await page.locator('aios-answer').getByText(answer).waitFor({ timeout: 60_000 })
    expect(server.unused).toBe(0)
    expect(JSON.stringify(server.chats.at(-1)?.body.messages)).toContain('Low tide is at six.')
    const { id, status } = await task()
    const { steps, approvals: asked } = await client.json<TaskWithSteps>(`/api/tasks/${id}`)
    expect(status).toBe('succeeded')
    expect(asked).toMatchObject([{ status: 'approved', decision: 'once' }])
    expect(steps.filter(({ kind, status }) => kind === 'tool' && status === 'done')).toHaveLength(2)
    expect(await page.locator('aios-exchange aios-approval').count()).toBe(0)

    await page
      .getByRole('button', { name: /^Source 1: Harbour fees/ })
      .first()
      .click()
    await page.getByRole('complementary').locator('mark').first().waitFor()
    await page.keyboard.press('Escape')
    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: text.ask.saveLabel }).click()
    await page.getByRole('menuitem', { name: text.ask.saveEvidence }).click()
    const files = await unzip(readFileSync(await (await downloading).path()))
    const names = [...files.keys()]
    expect(names.some((name) => name.endsWith('task.json'))).toBe(true)
    const written = names.find((name) => name.endsWith('answer.md'))
    expect(written && String(files.get(written))).toContain(answer)
    expect(names.some((name) => name.includes('Harbour fees'))).toBe(true)
  })
})
