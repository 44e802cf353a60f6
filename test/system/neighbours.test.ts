import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { EmbeddingsState } from '../../extensions/backend/src/shared/contract/embeddings.ts'
import type { AppEvent } from '../../extensions/backend/src/shared/contract/events.ts'
import type { Provider } from '../../extensions/backend/src/shared/contract/providers.ts'
import { serverEvents } from '../../src/base/server-events.ts'
import { startBackend } from '../support/backend.ts'
import type { ApiClient, File } from '../support/client.ts'
import { meaningOf, startEmbedder } from '../support/embedder.ts'
import { json } from '../support/model-answers.ts'
import { until } from '../support/until.ts'

/** Milliseconds in which a server looks for what its neighbours wrote, several times. */
const looks = 7000

/** What the server tells its clients, from now on. */
const listen = async ({ request }: Pick<ApiClient, 'request'>) => {
  const stop = new AbortController()
  const events: AppEvent[] = []
  const response = await request('/api/events', { signal: stop.signal })
  const read = async () => {
    for await (const { data } of serverEvents(response)) if (data) events.push(JSON.parse(data) as AppEvent)
  }
  const reading = read().catch(() => undefined) // it was stopped
  return {
    resets: () => events.filter(({ type }) => type === 'reset').length,
    async [Symbol.asyncDispose]() {
      stop.abort()
      await reading
    },
  }
}

const sections = (file: number) =>
  Array.from({ length: 8 }, (_, part) => `# Part ${file} ${part}\n\nA hound of ${file} sleeps at ${part}.`).join('\n\n')

it('no client asks for everything while passages get vectors, and each does when another instance changed something', async () => {
  await using embedder = await startEmbedder()
  embedder.script.answer = async (request, response) => {
    await delay(400)
    const data = [request.body.input ?? []].flat().map((text, index) => ({ index, embedding: meaningOf(text, 8) }))
    await json({ data })(request, response)
  }
  await using one = await startBackend()
  const workspace = await one.workspace()
  const files = Array.from({ length: 300 }, (_, n): File => [`${n}.md`, sections(n)])
  await one.upload(workspace.id, ...files.slice(0, 150))
  await one.upload(workspace.id, ...files.slice(150))
  await until(
    () => one.documents(workspace.id),
    (all) => all.length === files.length && all.every(({ status }) => status === 'ready'),
    { limit: 60_000 },
  )
  await using events = await listen(one)
  const { id: providerId } = await one.postJson<Provider>('/api/providers', {
    baseUrl: embedder.baseUrl,
    embeddingModel: 'embedder',
  })
  const put = { method: 'PUT', headers: { 'content-type': 'application/json' } }
  await one.request('/api/embeddings', { ...put, body: JSON.stringify({ choice: { providerId } }) })
  const state = () => one.json<EmbeddingsState>('/api/embeddings')
  await until(state, ({ done }) => done > 0)
  await delay(looks)
  expect(await state(), 'it is still at it').toMatchObject({ state: 'running' })
  expect(events.resets(), 'by its own vectors').toBe(0)

  await using two = await startBackend({ dataDir: one.dataDir })
  await delay(looks) // what its start changed is told by then
  const before = events.resets()
  const renamed = { method: 'PATCH', headers: put.headers, body: JSON.stringify({ name: 'Harbour' }) }
  await two.request(`/api/workspaces/${workspace.id}`, renamed)
  await until(() => events.resets() > before)
})
