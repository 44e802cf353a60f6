import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Provider } from '../../../extensions/backend/src/shared/contract/providers.ts'
import { openApp, type TestApp } from '../../support/app.ts'
import { type Answer, fails, hangs, sends } from '../../support/model-answers.ts'
import { startModelServer, vectorOf } from '../../support/model-server.ts'
import { until } from '../../support/until.ts'

let app: TestApp
beforeAll(async () => {
  app = await openApp()
})
afterAll(() => app.close())

const connectTo = ({ baseUrl }: { baseUrl: string }, more: object) =>
  app.postJson<Provider>('/api/providers', { baseUrl, ...more })

it('come in order, in parts, tried again where it may help', async () => {
  const texts = Array.from({ length: 150 }, (_, n) => `text ${n}`)
  let failed = false
  const once: Answer = (request, response) => {
    if (failed) {
      const data = [request.body.input ?? []].flat().map((input, index) => ({ index, embedding: vectorOf(input, 4) }))
      return sends([JSON.stringify({ data, usage: { prompt_tokens: 5, total_tokens: 5 } })])(request, response)
    }
    failed = true
    return fails(503, 'Loading model', { 'retry-after-ms': '1' })(request, response)
  }
  await using server = await startModelServer({ routes: { 'POST /v1/embeddings': once } })
  const { id: providerId } = await connectTo(server, { embeddingModel: 'embedder' })
  const vectors = await app.services.models.embed({ providerId }, texts)
  expect(vectors).toHaveLength(150)
  expect(vectors[149]).toEqual(Float32Array.from(vectorOf('text 149', 4)))
  expect(server.requests.map(({ body }) => [body.input ?? []].flat().length)).toEqual([64, 64, 64, 22])
  expect(server.requests[0]?.body.model).toBe('embedder')
})

it('that are too few are refused, and stop when told to', async () => {
  await using short = await startModelServer({
    routes: { 'POST /v1/embeddings': sends(['{"data":[{"embedding":[1]}]}']) },
  })
  const few = await connectTo(short, { embeddingModel: 'e' })
  await expect(app.services.models.embed({ providerId: few.id }, ['a', 'b'])).rejects.toMatchObject({
    code: 'provider.garbled',
  })
  await using stuck = await startModelServer({ routes: { 'POST /v1/embeddings': hangs } })
  const silent = await connectTo(stuck, { embeddingModel: 'e' })
  const stop = new AbortController()
  const waiting = app.services.models.embed({ providerId: silent.id }, ['a'], stop.signal)
  await until(() => stuck.requests.length === 1)
  stop.abort(new Error('enough'))
  await expect(waiting).rejects.toThrow('enough')
  await until(() => stuck.requests[0]?.cut)
})
