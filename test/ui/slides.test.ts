import type { Page } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import { text } from '../../src/strings/index.ts'
import type { File } from '../support/client.ts'
import { calls, says } from '../support/model-answers.ts'
import { fees, goTo, openModelRun } from './support/model-run.ts'
import { closeBrowser, hasChromium } from './support/page.ts'
import { slides } from './support/slides.ts'

afterAll(closeBrowser)

/** Enough for answers and lists that are longer than the window. */
const files: File[] = [
  fees,
  ...Array.from({ length: 40 }, (_, n): File => {
    const parts = Array.from(
      { length: 12 },
      (_, part) => `## Rule ${part}\n\nMooring ${n} pays fee ${part} of ${n} euros.`,
    )
    return [`Rules ${n}.md`, `# Rules ${n}\n\n${parts.join('\n\n')}`]
  }),
]

/** What is asked in one thread, one after the other. */
const questions = [
  'What does a mooring cost?',
  'Which fee does mooring 7 pay?',
  'And a visitor?',
  'Which fee is rule 3?',
]

const ask = async (page: Page, question: string) => {
  const field = page.getByRole('textbox', { name: text.ask.label })
  await field.fill(question)
  await field.press('Enter')
  const exchange = page.locator('aios-exchange').last()
  await exchange.getByRole('heading', { name: question }).waitFor()
  await exchange.locator('aios-answer').waitFor()
}

describe.skipIf(!hasChromium).each([
  ['wide', { width: 1280, height: 800 }],
  ['360 pixels wide', { width: 360, height: 640 }],
])('%s', (_, viewport) => {
  test('the page stands in its window, whatever is asked, opened and scrolled', async () => {
    const { server, client, page, workspaceId, launch } = await openModelRun({ agent: { tools: ['ask_user'] }, files })
    await page.setViewportSize(viewport)
    const stands = async (where: string) => expect(await page.evaluate(slides), where).toEqual([])
    await stands('nothing asked')
    for (const question of questions) {
      await ask(page, question)
      await stands(question)
    }
    await page
      .getByRole('button', { name: /^Source 1/ })
      .last()
      .click()
    await page.getByRole('complementary').locator('mark').first().waitFor()
    await stands('evidence')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').waitFor()
    await stands('palette')
    await page.keyboard.press('Escape')

    const at = async (place: string, selector: string) => {
      await goTo(page, place)
      await page.locator(selector).first().waitFor()
      await stands(place)
      // As far as each thing on the screen goes.
      await page.locator(selector).last().scrollIntoViewIfNeeded()
      await stands(`the end of ${place}`)
    }
    server.script(...Array.from({ length: 3 }, () => calls([{ name: 'ask_user', arguments: { question: 'Which?' } }])))
    for (let n = 0; n < 3; n++) await launch()
    await at('tasks', 'aios-approval')
    const [task] = await client.json<{ id: string }[]>('/api/tasks')
    await at(`tasks/${task?.id}`, 'aios-approval')
    await at('tasks/schedules', 'aios-schedules')
    await at('library', 'aios-document-list a')
    await at('library?q=mooring+fee', '.hit')
    await at('library/recall', 'aios-recall')
    const [document] = await client.documents(workspaceId)
    await at(`library/${document?.id}`, 'aios-document table, aios-document h4, aios-document h3')
    await at('agents', 'aios-agents h3')
    await at('settings', 'aios-settings nav a')
    const sections = await page
      .locator('aios-settings nav a')
      .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).hash.slice(2)))
    expect(sections.length).toBeGreaterThan(5)
    for (const section of sections) await at(section, 'aios-settings section')
    await page.keyboard.press('?')
    await page.locator('aios-keys').getByText(text.keys.palette).waitFor()
    await stands('keys')
    await page.keyboard.press('Escape')

    server.script(says('It costs 340 euros.'))
    await goTo(page, 'ask')
    await ask(page, 'What does a mooring cost?')
    await stands('back at the thread')
  })
})
