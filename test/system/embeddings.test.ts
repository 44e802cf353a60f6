import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { EmbeddingsState } from '../../extensions/backend/src/shared/contract/embeddings.ts'
import type { Provider } from '../../extensions/backend/src/shared/contract/providers.ts'
import { startBackend } from '../support/backend.ts'
import type { File } from '../support/client.ts'
import { meaningOf, startEmbedder } from '../support/embedder.ts'
import { json } from '../support/model-answers.ts'
import { roleBelow } from '../support/processes.ts'
import { until } from '../support/until.ts'

/** Passages in one request at most. */
const batch = 64

it('go on after each kill where they were: no passage is left out, stored twice, or sent again that was stored', async () => {
  await using embedder = await startEmbedder()
  embedder.script.answer = async (request, response) => {
    await delay(40)
    const data = [request.body.input ?? []].flat().map((text, index) => ({ index, embedding: meaningOf(text, 8) }))
    await json({ data })(request, response)
  }
  await using backend = await startBackend()
  const { id } = await backend.workspace()
  const files = Array.from({ length: 150 }, (_, n): File => {
    const sections = Array.from({ length: 8 }, (_, part) => `# Part ${n} ${part}\n\nA hound of ${n} sleeps at ${part}.`)
    return [`${n}.md`, sections.join('\n\n')]
  })
  await backend.upload(id, ...files)
  await until(
    () => backend.documents(id),
    (all) => all.length === 150 && all.every(({ status }) => status === 'ready'),
  )
  const { id: providerId } = await backend.postJson<Provider>('/api/providers', {
    baseUrl: embedder.baseUrl,
    embeddingModel: 'embedder',
  })
  const headers = { 'content-type': 'application/json' }
  await backend.request('/api/embeddings', { method: 'PUT', headers, body: JSON.stringify({ choice: { providerId } }) })
  const kills = 4
  for (let kill = 1; kill <= kills; kill++) {
    await until(() => embedder.requests.length > kill * 3)
    await delay(Math.random() * 60)
    const server = roleBelow(backend.pid, 'server')
    if (server !== undefined) process.kill(server, 'SIGKILL')
    await until(
      () => roleBelow(backend.pid, 'server') ?? server,
      (pid) => pid !== server,
    )
  }
  const ready = await until(
    () => backend.json<EmbeddingsState>('/api/embeddings').catch(() => undefined),
    (state) => state?.state === 'ready' && state.done === state.total,
    { limit: 60_000 },
  )
  expect(ready?.total).toBe(1200)
  expect(embedder.texts().length).toBeLessThanOrEqual(1200 + kills * batch)
  const db = new DatabaseSync(join(backend.dataDir, 'aios.db'), { readOnly: true })
  const stored = (db.prepare('SELECT passages FROM vector_part').all() as { passages: Uint8Array }[]).flatMap(
    ({ passages }) => [...new Float64Array(passages.slice().buffer)],
  )
  const passages = (db.prepare('SELECT number FROM passage ORDER BY number').all() as { number: number }[]).map(
    ({ number }) => number,
  )
  expect(stored.toSorted((a, b) => a - b)).toEqual(passages)
  expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
  db.close()
})
