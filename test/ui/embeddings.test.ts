import { afterAll, describe, expect, test } from 'vitest'
import type { EmbeddingsState } from '../../extensions/backend/src/shared/contract/embeddings.ts'
import type { Provider } from '../../extensions/backend/src/shared/contract/providers.ts'
import { text } from '../../src/strings/index.ts'
import { startEmbedder } from '../support/embedder.ts'
import { fails } from '../support/model-answers.ts'
import { permit } from '../support/samples.ts'
import { until } from '../support/until.ts'
import { faults } from './support/axe.ts'
import { closeBrowser, hasChromium, openPage } from './support/page.ts'
import { serve } from './support/served.ts'

afterAll(closeBrowser)

const { embeddings } = text

describe.skipIf(!hasChromium)('search by meaning', () => {
  test('is switched on, followed, paused, and switched off with the keyboard', async () => {
    await using embedder = await startEmbedder()
    const backend = await serve()
    const { id } = await backend.call<{ id: string }>('/api/workspaces', {
      method: 'POST',
      body: JSON.stringify({ name: 'Harbour' }),
    })
    const form = new FormData()
    form.append('file', new Blob([permit]), 'permit.md')
    const headers = { Authorization: `Bearer ${backend.token}` }
    await fetch(`${backend.url}/api/workspaces/${id}/documents`, { method: 'POST', body: form, headers })

    const page = await openPage(backend.page)
    await page.goto(`${backend.url}/#/settings/meaning`)
    await page.getByText(embeddings.noProvider).waitFor()
    expect(await faults(page)).toEqual([])

    await backend.call<Provider>('/api/providers', {
      method: 'POST',
      body: JSON.stringify({ name: 'Local', baseUrl: embedder.baseUrl, embeddingModel: 'embedder' }),
    })
    await page.reload()
    const model = page.getByLabel(embeddings.model)
    await model.selectOption({ label: embeddings.option('embedder', 'Local') })
    await page.getByText(/on this computer\.$/).waitFor()
    expect(embedder.requests).toEqual([])
    embedder.script.answer = fails(401, 'Bad key')
    await page.getByRole('button', { name: embeddings.on }).press('Enter')
    await page.getByRole('alert').getByText(/key/).waitFor()
    expect(await faults(page)).toEqual([])
    embedder.script.answer = undefined
    await page.getByRole('button', { name: embeddings.retry }).press('Enter')
    await page.getByText(embeddings.states.ready).waitFor()
    expect(await faults(page)).toEqual([])

    await backend.call('/api/embeddings', { method: 'PUT', body: JSON.stringify({ paused: true }) })
    await page.getByText(embeddings.states.paused).waitFor()
    await page.getByRole('button', { name: embeddings.resume }).press('Enter')
    await page.getByText(embeddings.states.ready).waitFor()
    await page.getByRole('button', { name: embeddings.off }).press('Enter')
    await until(
      () => backend.call<EmbeddingsState>('/api/embeddings'),
      ({ state }) => state === 'off',
    )
    await page.getByText(embeddings.states.ready).waitFor({ state: 'detached' })
  })
})
