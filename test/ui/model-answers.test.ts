import { afterAll, describe, expect, test } from 'vitest'
import { text } from '../../src/strings/index.ts'
import { calls, hangs, says } from '../support/model-answers.ts'
import { until } from '../support/until.ts'
import { faults } from './support/axe.ts'
import { askAgent, openModelRun } from './support/model-run.ts'
import { closeBrowser, hasChromium } from './support/page.ts'

afterAll(closeBrowser)

const { answering, leaving } = text
const search = calls([{ name: 'search_documents', arguments: { query: 'mooring' } }])
const agent = { tools: ['search_documents'] }

const hostile = [
  '# Fees <script>window.owned = 1</script>',
  '',
  'It costs 340 euros [1].<img src="http://127.0.0.1:9/pixel.png" onerror="window.owned = 2">',
  '',
  '![A chart](http://127.0.0.1:9/chart.png) and ![inline](data:image/svg+xml,<svg/onload=alert(1)>)',
  '',
  '[press](javascript:window.owned=3) [data](data:text/html,<script>window.owned=4</script>)',
  '',
  '<iframe src="http://127.0.0.1:9/"></iframe><form action="http://127.0.0.1:9/"><button data-citation="1">go</button></form>',
  '',
  '<style>* { display: none }</style><a href="http://127.0.0.1:9/">away</a><svg><use href="http://127.0.0.1:9/#x"/></svg>',
  '',
  '[The harbour](https://example.org/fees?a="onmouseover=x&b=<i>)',
  '',
  '```html',
  '<script>window.owned = 5</script>',
  '```',
].join('\n')

describe.skipIf(!hasChromium)('answers of a model', () => {
  test('come word by word, with the calls as they are made; stop keeps what there was', async () => {
    const { server, page } = await openModelRun({ agent })
    const words = ['A mooring ', 'costs ', '**340 euros**', ' a year', ', and more'.repeat(50)]
    server.script(search, says(words, { pause: 300, hangAfter: 4 }))
    await askAgent(page, 'Clerk', 'What does a mooring cost?')
    await page.locator('aios-streamed-text strong').getByText('340 euros').waitFor()
    await page
      .locator('aios-exchange .steps li')
      .getByText(/mooring/)
      .first()
      .waitFor()
    expect(await faults(page), 'while it speaks').toEqual([])
    await page.getByRole('button', { name: text.ask.stop, exact: true }).click()
    await page.getByText(answering.partial).waitFor()
    await page.locator('aios-answer').getByText('340 euros').waitFor()
    await until(
      () => server.chats.at(-1),
      (chat) => chat?.cut === true,
    )
  })

  test('name their model and what they took; a follow-up goes on from them', async () => {
    const { server, page } = await openModelRun({ agent })
    server.script(search, says('A mooring costs 340 euros a year [1].', { usage: { input: 1200, output: 34 } }))
    await askAgent(page, 'Clerk', 'What does a mooring cost?')
    await page.getByText(/^scripted · .* tokens in, .* out · 2 requests/).waitFor()
    await page
      .getByRole('button', { name: /^Source 1: Harbour fees/ })
      .first()
      .click()
    await page.getByRole('complementary').locator('mark').first().waitFor()
    await page.keyboard.press('Escape')
    expect(await faults(page), 'an answer of a model').toEqual([])

    await page.getByText(answering.followUpChip).waitFor()
    server.script(says('A visitor pays 18 euros.'), says('I do not know which.'))
    const field = page.getByRole('textbox', { name: text.ask.label })
    await field.fill('And a visitor?')
    await field.press('Enter')
    await page.locator('aios-answer').getByText('A visitor pays 18 euros.').waitFor()
    expect(JSON.stringify(server.chats.at(-1)?.body.messages)).toContain('A mooring costs 340 euros')
    await page.getByRole('button', { name: answering.removeFollowUp }).click()
    await field.fill('And that one?')
    await field.press('Enter')
    await page.locator('aios-answer').getByText('I do not know which.').waitFor()
    expect(JSON.stringify(server.chats.at(-1)?.body.messages)).not.toContain('18 euros')
  })

  test('run nothing, fetch nothing and lead nowhere, whatever they hold', async () => {
    const { server, page, backend } = await openModelRun({ agent })
    const asked: string[] = []
    page.on('request', (request) => {
      if (!request.url().startsWith(backend.url)) asked.push(request.url())
    })
    server.script(search, says(hostile))
    await askAgent(page, 'Clerk', 'What does a mooring cost?')
    const answer = page.locator('aios-answer')
    await answer.getByText('It costs 340 euros').waitFor()
    expect(await answer.locator('script, img, iframe, form, style:not(.text ~ *), a, use, object').count()).toBe(0)
    expect(
      await answer.locator('.text [onerror], .text [onload], .text [onmouseover], .text [href], .text [src]').count(),
    ).toBe(0)
    expect(await answer.locator('.text [data-link]').count(), 'one address is of the web').toBe(1)
    expect(await answer.getByRole('button', { name: 'go', exact: true }).count()).toBe(0)

    const opened: string[] = []
    await page.exposeFunction('noteOpened', (url: string) => void opened.push(url))
    await page.evaluate(() => {
      window.open = (url) => {
        ;(window as unknown as { noteOpened(url: string): void }).noteOpened(String(url))
        return null
      }
    })
    await answer.getByRole('button', { name: 'The harbour' }).click()
    const address = 'https://example.org/fees?a=%22onmouseover=x&b=%3Ci%3E'
    await page.getByRole('group', { name: leaving.address }).getByText(address).waitFor()
    expect(opened).toEqual([])
    expect(await faults(page), 'where a link leads').toEqual([])
    await page.getByRole('button', { name: leaving.go }).click()
    await until(
      () => opened,
      ([url]) => url === address,
    )
    expect(await page.evaluate(() => (window as unknown as { owned?: number }).owned)).toBeUndefined()
    expect(asked).toEqual([])
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  test('that say nothing for long can be stopped, and a model server that is gone is told of', async () => {
    const { server, page } = await openModelRun({ agent })
    server.script(hangs)
    await askAgent(page, 'Clerk', 'What does a mooring cost?')
    await page.getByRole('button', { name: text.ask.stop, exact: true }).click()
    await page.getByText(text.ask.cancelled).waitFor()
    await server[Symbol.asyncDispose]()
    await page.getByRole('button', { name: text.ask.askAgain }).click()
    await page
      .locator('aios-exchange .problem')
      .getByText(/127\.0\.0\.1|refused|reach/i)
      .waitFor({ timeout: 60_000 })
  })
})
