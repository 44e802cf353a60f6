import type { Page } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import type { Provider } from '../../extensions/backend/src/shared/contract/providers.ts'
import { text } from '../../src/strings/index.ts'
import { able } from '../services/models/prober.ts'
import { type Answer, hangs, json } from '../support/model-answers.ts'
import { startModelServer } from '../support/model-server.ts'
import { until } from '../support/until.ts'
import { faults } from './support/axe.ts'
import { closeBrowser, hasChromium, openPage } from './support/page.ts'
import { type Served, serve } from './support/served.ts'

afterAll(closeBrowser)

const { models } = text

/** A port on which the doctor looks for model servers, and where nothing is expected on machines that test. */
const usualPort = 4891

const open = async (backend: Served): Promise<Page> => {
  const page = await openPage(backend.page)
  await page.getByText(text.status.connected).waitFor()
  await page.evaluate(() => {
    location.hash = '#/settings/models'
  })
  await page.getByRole('button', { name: models.find }).waitFor()
  return page
}

const card = (page: Page, name: string) => page.getByRole('article', { name })
const providers = (backend: Served) => backend.call<Provider[]>('/api/providers')
const add = (backend: Served, provider: object) =>
  backend.call<Provider>('/api/providers', { method: 'POST', body: JSON.stringify(provider) })

describe.skipIf(!hasChromium)('models', () => {
  test('a server of this computer is found, added with one click, examined, and its models chosen', async () => {
    await using server = await startModelServer({
      port: usualPort,
      models: ['small-model', 'large-model', 'nomic-embed-text'],
      reply: able,
    })
    const backend = await serve()
    const page = await open(backend)
    await page.getByText(models.none).waitFor()
    expect(await faults(page), 'no provider').toEqual([])

    await page.getByRole('button', { name: models.find }).click()
    const name = `127.0.0.1:${server.port}`
    await page.getByRole('button', { name: models.connectLabel(name) }).click()
    await card(page, name).getByText(models.states.ok, { exact: true }).waitFor()
    await page.getByRole('region', { name: models.found }).getByText(models.isConnected).waitFor()
    expect(await page.getByRole('list', { name: models.findingsOf(name) }).count(), 'nothing to look at').toBe(0)

    // What was tried and answers is what is used from now on.
    const field = card(page, name).getByRole('combobox', { name: models.modelOf(models.model, name), exact: true })
    await until(
      () => field.inputValue(),
      (value) => value === 'small-model' || value === 'large-model',
    )
    await field.selectOption('large-model')
    await until(
      () => providers(backend),
      ([provider]) => provider?.defaultModel === 'large-model',
    )
    expect((await providers(backend))[0]).toMatchObject({ embeddingModel: 'nomic-embed-text', baseUrl: server.baseUrl })

    // One that the server does not list.
    await field.selectOption({ label: models.modelTyped })
    await page.keyboard.type('my-own-model')
    await page.keyboard.press('Enter')
    await until(
      () => providers(backend),
      ([provider]) => provider?.defaultModel === 'my-own-model',
    )
    await until(
      () => field.inputValue(),
      (value) => value === 'my-own-model',
    )
    expect(await faults(page), 'with a provider').toEqual([])
  })

  test('a server is added by hand with a key, which is never shown again, then replaced and removed', async () => {
    const keys = { first: 'sk-first-key-1234567890', second: 'sk-second-key-1234567890' }
    await using server = await startModelServer({ key: keys.second, reply: able })
    const backend = await serve()
    const page = await open(backend)
    const dialog = page.locator('aios-provider-dialog')

    await page.getByRole('button', { name: models.add }).click()
    await dialog.getByRole('combobox', { name: models.form.kind }).selectOption('custom')
    await dialog.getByRole('textbox', { name: models.form.name }).fill('Ours')
    await dialog.getByRole('textbox', { name: models.form.address }).fill('127.0.0.1:9')
    await dialog.getByRole('button', { name: models.form.create }).click()
    expect(await dialog.count(), 'an address that is none stays in the form').toBe(1)
    await dialog.getByRole('textbox', { name: models.form.address }).fill(server.baseUrl)
    await dialog.getByLabel(models.form.keyOptional).fill(keys.first)
    expect(await faults(page), 'the form').toEqual([])
    await dialog.getByRole('button', { name: models.form.create }).click()
    await card(page, 'Ours').getByText(models.states.failed, { exact: true }).waitFor()
    await card(page, 'Ours').getByText(/key/i).first().waitFor()
    await card(page, 'Ours').getByText(models.hasKey.file).waitFor()

    await page.getByRole('button', { name: models.editLabel('Ours') }).click()
    await dialog.getByText(models.form.keySaved).waitFor()
    expect(await dialog.locator('input[type=password]').count()).toBe(0)
    expect(await page.content()).not.toContain(keys.first)
    await dialog.getByRole('button', { name: models.form.keyReplace }).click()
    await page.keyboard.type(keys.second)
    await dialog.getByLabel(models.form.parallel).fill('3')
    await dialog.getByRole('button', { name: models.form.save }).click()
    await card(page, 'Ours').getByText(models.states.ok, { exact: true }).waitFor()
    expect((await providers(backend))[0]).toMatchObject({ hasKey: true, limits: { parallel: 3 } })

    await page.getByRole('button', { name: models.editLabel('Ours') }).click()
    await dialog.getByRole('button', { name: models.form.keyRemove }).click()
    await dialog.getByText(models.form.keyWillBeRemoved).waitFor()
    await dialog.getByRole('button', { name: models.form.save }).click()
    await card(page, 'Ours').getByText(models.hasKey.none).waitFor()
    expect((await providers(backend))[0]?.hasKey).toBe(false)

    await page.getByRole('button', { name: models.removeLabel('Ours') }).click()
    await page.getByText(models.none).waitFor()
    await page.getByRole('button', { name: text.action.undo }).click()
    await card(page, 'Ours').waitFor()
    await page.getByRole('button', { name: models.removeLabel('Ours') }).click()
    const notices = page.getByRole('region', { name: text.frame.notices })
    await notices.getByRole('button', { name: text.action.close }).click()
    await until(
      () => providers(backend),
      (left) => left.length === 0,
    )
  })

  test('what is wrong is said, with what to do about it at hand', async () => {
    await using server = await startModelServer({ models: ['llama3:8b'], reply: able })
    const backend = await serve()
    // The address lacks its /v1, the model its tag: both are found out one after the other.
    await add(backend, { name: 'Misplaced', baseUrl: `${server.origin}/wrong`, defaultModel: 'llama3:70b' })
    await add(backend, { name: 'Gone', preset: 'ollama', baseUrl: 'http://127.0.0.1:9/v1' })
    const page = await open(backend)

    await page.getByRole('button', { name: models.checkLabel('Gone') }).click()
    await card(page, 'Gone').getByText(models.states.failed, { exact: true }).waitFor()
    await card(page, 'Gone').locator('code', { hasText: 'ollama serve' }).waitFor()

    await page.getByRole('button', { name: models.checkLabel('Misplaced') }).click()
    await card(page, 'Misplaced')
      .getByRole('button', { name: models.useOther(server.baseUrl) })
      .click()
    await card(page, 'Misplaced').getByText(server.baseUrl).first().waitFor()
    await card(page, 'Misplaced')
      .getByText(/^(Works|Doesn’t work)/)
      .waitFor()
    expect(await faults(page), 'failing').toEqual([])
  })

  test('an examination shows how far it is, and can be stopped', async () => {
    let isHanging = true
    const reply: typeof able = (request) => (isHanging && request.body.stream ? hangs : able(request))
    await using server = await startModelServer({ reply })
    const backend = await serve()
    await add(backend, { name: 'Slow', baseUrl: server.baseUrl, defaultModel: 'scripted' })
    const page = await open(backend)
    await page.getByRole('button', { name: models.checkLabel('Slow') }).click()
    const list = page.getByRole('list', { name: models.findingsOf('Slow') })
    await list.getByText('scripted answers.').waitFor()
    await list.getByText(models.trying).waitFor()
    await card(page, 'Slow').getByText(models.states.running, { exact: true }).waitFor()
    expect(await faults(page), 'while it goes on').toEqual([])

    await page.getByRole('button', { name: models.stopLabel('Slow') }).click()
    await card(page, 'Slow').getByText(models.states.unchecked, { exact: true }).waitFor()
    await until(
      () => server.chats.at(-1),
      (chat) => chat?.cut === true,
    )
    isHanging = false
    await page.getByRole('button', { name: models.checkAgainLabel('Slow') }).click()
    await card(page, 'Slow').getByText(models.states.ok, { exact: true }).waitFor()
  })

  test('prices and lengths are set by hand, and a row that cannot be is said to be so', async () => {
    const many = Array.from({ length: 45 }, (_, at) => `model-${String(at).padStart(2, '0')}`)
    const long = `an-organisation-with-a-long-name/${'a-model-with-a-very-long-name-'.repeat(4)}`
    await using server = await startModelServer({ models: [...many, long], reply: able })
    const backend = await serve()
    await add(backend, {
      name: `A server ${'with a long name '.repeat(8)}`,
      baseUrl: server.baseUrl,
      defaultModel: long,
    })
    const page = await open(backend)
    await page.getByRole('button', { name: /^Check A server/ }).click()
    await page.getByText(models.facts(46)).click()
    await page.getByText(models.factsMore(16)).waitFor()
    await page.getByRole('searchbox', { name: models.filter }).fill('model-44')
    const cell = (column: string) => page.getByRole('textbox', { name: models.cell(column, 'model-44') })
    await cell(models.columns.context).fill('32,000')
    await cell(models.columns.input).fill('0.15')
    await page.getByRole('searchbox', { name: models.filter }).focus()
    await page.getByText(models.bothPrices).waitFor()
    await cell(models.columns.output).fill('0.6')
    await page.getByRole('searchbox', { name: models.filter }).focus()
    const set = await until(
      async () => (await providers(backend))[0]?.models.find(({ id }) => id === 'model-44'),
      (model) => model?.price !== undefined,
    )
    expect(set).toMatchObject({ contextLength: 32_000, price: { input: 0.15, output: 0.6 } })
    await page.getByText(models.bothPrices).waitFor({ state: 'detached' })
    await page.getByRole('searchbox', { name: models.filter }).fill('')
    expect(await faults(page), 'long names').toEqual([])
  })

  test('a window of tokens that is too small is warned of', async () => {
    const routes: Record<string, Answer> = {
      'GET /props': json({ default_generation_settings: { n_ctx: 2048 } }),
    }
    await using server = await startModelServer({ routes, reply: able })
    const backend = await serve()
    await add(backend, { name: 'Small', preset: 'llama-cpp', baseUrl: server.baseUrl })
    const page = await open(backend)
    await page.getByRole('button', { name: models.checkLabel('Small') }).click()
    await card(page, 'Small').getByText(models.states.warning, { exact: true }).waitFor()
    await card(page, 'Small')
      .getByText(/2,048 tokens, too few/)
      .waitFor()
    await card(page, 'Small').locator('code', { hasText: '-c 16384' }).waitFor()
  })
})
