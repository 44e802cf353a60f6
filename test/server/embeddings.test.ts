import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EmbeddingsChange, EmbeddingsState } from '../../extensions/backend/src/shared/contract/embeddings.ts'
import type { Provider } from '../../extensions/backend/src/shared/contract/providers.ts'
import type { RecallResult } from '../../extensions/backend/src/shared/contract/recall.ts'
import type { SearchResult, SimilarResult } from '../../extensions/backend/src/shared/contract/search.ts'
import { openApp, type TestApp } from '../support/app.ts'
import { type Embedder, meaningOf, startEmbedder } from '../support/embedder.ts'
import { fails, hangs, json } from '../support/model-answers.ts'
import { permit } from '../support/samples.ts'
import { until } from '../support/until.ts'

let app: TestApp
let embedder: Embedder
let workspace = ''
beforeEach(async () => {
  app = await openApp()
  embedder = await startEmbedder()
  workspace = (await app.workspace()).id
})
afterEach(async () => {
  await app.close()
  await embedder[Symbol.asyncDispose]()
})

const provider = (more: object = {}) =>
  app.postJson<Provider>('/api/providers', { baseUrl: embedder.baseUrl, embeddingModel: 'embedder', ...more })
const change = async (body: EmbeddingsChange) => {
  const headers = { 'content-type': 'application/json' }
  return app.request('/api/embeddings', { method: 'PUT', headers, body: JSON.stringify(body) })
}
const state = () => app.json<EmbeddingsState>('/api/embeddings')
const settled = (wanted: EmbeddingsState['state'] = 'ready') =>
  until(state, ({ state, done, total }) => state === wanted && (wanted !== 'ready' || (total > 0 && done === total)))
const search = (q: string) =>
  app.json<SearchResult>(`/api/workspaces/${workspace}/search?${new URLSearchParams({ q })}`)
const switchOn = async () => {
  const { id: providerId } = await provider()
  expect((await change({ choice: { providerId } })).status).toBe(200)
  return providerId
}
const rows = <T>(sql: string): T[] => {
  const db = new DatabaseSync(join(app.dataDir, 'aios.db'), { readOnly: true })
  try {
    return db.prepare(sql).all() as T[]
  } finally {
    db.close()
  }
}
/** Numbers of the passages that have a vector. */
const withVectors = () =>
  rows<{ passages: Uint8Array }>('SELECT passages FROM vector_part')
    .flatMap(({ passages }) => [...new Float64Array(passages.slice().buffer)])
    .toSorted((a, b) => a - b)
const passages = () =>
  rows<{ number: number }>('SELECT number FROM passage ORDER BY number').map(({ number }) => number)

const notes = (count: number) =>
  Array.from({ length: count }, (_, n): [string, string] => [
    `note ${n}.md`,
    `# Note ${n}\n\nThe hound number ${n} sleeps.`,
  ])

describe('embeddings', () => {
  it('are off until somebody chooses a model, and nothing is sent', async () => {
    await provider()
    await app.add(workspace, ['permit.md', permit])
    expect(await state()).toMatchObject({ state: 'off', done: 0, total: 0 })
    expect(await search('annual fee')).toMatchObject({ meaning: 'off', hits: [{ found: 'words' }] })
    expect(embedder.requests).toEqual([])
  })

  it('find a paraphrase that has no word of the text, and say so', async () => {
    await app.add(workspace, ['permit.md', permit], ...notes(3))
    await switchOn()
    expect(await settled()).toMatchObject({ model: 'embedder', dimensions: 8, workspaces: [{ id: workspace }] })
    expect(withVectors()).toEqual(passages())
    const paraphrase = await search('wireless transmitter')
    expect(paraphrase.meaning).toBe('used')
    expect(paraphrase.hits[0]).toMatchObject({ documentName: 'permit.md', found: 'meaning' })
    const counted = await app.json<SearchResult>(
      `/api/workspaces/${workspace}/search?q=wireless+transmitter&facets=true`,
    )
    expect(counted.facets?.documents).toBe(new Set(counted.hits.map(({ documentId }) => documentId)).size)
    expect((await search('radio')).hits[0]).toMatchObject({ documentName: 'permit.md', found: 'both' })
    const { steps } = await app.ask(workspace, 'Is there a wireless transmitter?')
    expect(steps.find(({ kind }) => kind === 'search')).toMatchObject({
      title: expect.stringMatching(/by meaning only/),
      detail: { meaning: 'used' },
    })
    const recall = await app.json<RecallResult>(`/api/workspaces/${workspace}/recall?q=radio`)
    expect(recall.hits[0]?.scores).toMatchObject({ words: { rank: 1 }, vectors: { rank: 1 }, fused: 2 / 61 })
    expect(recall.hits[0]?.scores.vectors?.similarity).toBeGreaterThan(0.5)
  })

  it('keep to filters, phrases and words that must not stand', async () => {
    await app.add(workspace, ['permit.md', permit], ...notes(3))
    await switchOn()
    await settled()
    const names = async (q: string) => new Set((await search(q)).hits.map(({ documentName }) => documentName))
    expect(await names('pet type:pdf')).toEqual(new Set())
    expect(await names('pet in:"note 1"')).toEqual(new Set(['note 1.md']))
    expect(await names('pet -sleeps')).not.toContain('note 1.md')
    expect(await names('pet "number 2"')).toEqual(new Set(['note 2.md']))
  })

  it('tell what is like a passage or a document that has no word in common with it', async () => {
    const files = [
      ['dogs.md', 'Hounds sleep.'],
      ['radio.md', 'Wireless equipment on board.'],
      ['also radio.md', 'Every transmitter works.'],
      ['also dogs.md', 'Pets rest.'],
    ] as [string, string][]
    const [dogs] = await app.add(workspace, ...files)
    const like = (path: string) => app.json<SimilarResult>(`/api/${path}/similar`)
    const passageId = (await search('hounds')).hits[0]?.passageId
    const paths = [`documents/${dogs?.id}`, `passages/${passageId}`]
    for (const path of paths) expect(await like(path)).toMatchObject({ meaning: 'off', hits: [] })
    await switchOn()
    await settled()
    const before = embedder.requests.length
    for (const path of paths) {
      const { meaning, hits } = await like(path)
      expect(meaning).toBe('used')
      expect(hits.map(({ documentName, found }) => [documentName, found])).toEqual([['also dogs.md', 'meaning']])
    }
    expect(embedder.requests).toHaveLength(before)
  })

  it('ask for the same query once', async () => {
    await app.add(workspace, ['permit.md', permit])
    await switchOn()
    await settled()
    const before = embedder.texts().length
    for (let n = 0; n < 3; n++) await search('berth')
    expect(embedder.texts().slice(before)).toEqual(['berth'])
  })

  it('follow documents that come, change and go', async () => {
    await switchOn()
    const [first] = await app.add(workspace, ...notes(4))
    await settled()
    await app.add(workspace, ['permit.md', permit])
    await until(() => JSON.stringify(withVectors()) === JSON.stringify(passages()))
    await app.post(`/api/documents/${first?.id}/reindex`)
    await until(
      () => app.documents(workspace),
      (all) => all.every(({ status }) => status === 'ready'),
    )
    await settled()
    expect(withVectors()).toEqual(passages())
    await app.request(`/api/documents/${first?.id}`, { method: 'DELETE' })
    expect(withVectors()).toEqual(passages())
    await app.request(`/api/workspaces/${workspace}`, { method: 'DELETE' })
    expect([withVectors(), passages()]).toEqual([[], []])
  })

  it('of a document that is removed meanwhile are not stored', async () => {
    await app.add(workspace, ...notes(2))
    let release = () => undefined as undefined | Promise<void>
    embedder.script.answer = async (request, response) => {
      await new Promise<void>((done) => {
        release = () => void done()
      })
      embedder.script.answer = undefined
      const data = [request.body.input ?? []].flat().map((text, index) => ({ index, embedding: meaningOf(text, 8) }))
      await json({ data })(request, response)
    }
    await switchOn()
    await until(() => embedder.requests.length > 0)
    const [first] = await app.documents(workspace)
    await app.request(`/api/documents/${first?.id}`, { method: 'DELETE' })
    release()
    await settled()
    expect(withVectors()).toEqual(passages())
    expect(passages()).toHaveLength(1)
  })

  it('are made anew when the model changes, and when its vectors get another length', async () => {
    await app.add(workspace, ...notes(5))
    const providerId = await switchOn()
    await settled()
    await change({ choice: { providerId, modelId: 'other' } })
    expect(await settled()).toMatchObject({ model: 'other', dimensions: 8 })
    expect(withVectors()).toEqual(passages())
    // The next query shows that another model answers under the name.
    embedder.script.dimensions = 12
    expect((await search('pet')).meaning).toBe('failed')
    await until(state, ({ dimensions, state }) => dimensions === 12 && state === 'ready')
    expect(withVectors()).toEqual(passages())
    expect((await search('pet food')).meaning).toBe('used')
    expect(rows('SELECT DISTINCT set_number FROM vector_part')).toHaveLength(1)
  })

  it('are removed when they are switched off', async () => {
    await app.add(workspace, ...notes(3))
    await switchOn()
    await settled()
    await change({ choice: null })
    expect(await state()).toMatchObject({ state: 'off' })
    await until(() => rows('SELECT 1 FROM vector_part UNION ALL SELECT 1 FROM embedding').length === 0)
    expect((await search('wireless')).meaning).toBe('off')
  })

  it('rest and go on', async () => {
    const { id: providerId } = await provider()
    await change({ choice: { providerId }, paused: true })
    await app.add(workspace, ...notes(3))
    expect(await state()).toMatchObject({ state: 'paused', done: 0, total: 3 })
    expect(embedder.texts()).toEqual([])
    await change({ paused: false })
    await settled()
  })

  it('wait while the provider fails, say why, and go on from there', async () => {
    await app.add(workspace, ...notes(40))
    let answered = 0
    embedder.script.answer = (request, response) => {
      answered += 1
      if (answered > 1) return fails(401, 'Bad key')(request, response)
      const data = [request.body.input ?? []].flat().map((text, index) => ({ index, embedding: meaningOf(text, 8) }))
      return json({ data })(request, response)
    }
    await switchOn()
    const failed = await settled('failed')
    expect(failed.error).toMatch(/key/)
    expect(failed.done).toBeGreaterThan(0)
    expect(failed.done).toBeLessThan(failed.total)
    // Words are searched as ever.
    expect((await search('hound number 7')).hits.length).toBeGreaterThan(0)
    embedder.script.answer = undefined
    const sent = embedder.texts().length
    await change({})
    await settled()
    expect(withVectors()).toEqual(passages())
    expect(embedder.texts().length - sent).toBe(failed.total - failed.done)
  })

  it('never hold up a search: a model that hangs is passed over after a moment', async () => {
    await app.add(workspace, ['permit.md', permit])
    await switchOn()
    await settled()
    embedder.script.answer = hangs
    const result = await search('annual fee')
    expect(result.meaning).toBe('late')
    expect(result.hits.length).toBeGreaterThan(0)
    expect(result.took).toBeLessThan(10_000)
    await embedder[Symbol.asyncDispose]()
    expect(await search('surcharge')).toMatchObject({ hits: [{ found: 'words' }] })
  })

  it('that cannot be used are told: too few, of several lengths, without a direction', async () => {
    await app.add(workspace, ...notes(6))
    embedder.script.answer = json({ data: [{ index: 0, embedding: [1, 2] }] })
    await switchOn()
    expect((await settled('failed')).error).toMatch(/answer/)
    embedder.script.answer = (request, response) => {
      const data = [request.body.input ?? []].flat().map((_, index) => ({ index, embedding: Array(index + 1).fill(1) }))
      return json({ data })(request, response)
    }
    await change({})
    expect((await until(state, ({ error }) => error?.includes('different lengths'))).state).toBe('failed')
    embedder.script.answer = (request, response) => {
      const data = [request.body.input ?? []].flat().map((_, index) => ({ index, embedding: [0, 0, 0] }))
      return json({ data })(request, response)
    }
    await change({})
    expect((await until(state, ({ error }) => error?.includes('empty vectors'))).state).toBe('failed')
    expect(withVectors()).toEqual([])
    // One such vector among others leaves one passage without.
    embedder.script.answer = (request, response) => {
      const data = [request.body.input ?? []].flat().map((text, index) => ({
        index,
        embedding: text.includes('number 3') ? [1e39, 0, 0, 0] : meaningOf(text, 4),
      }))
      return json({ data })(request, response)
    }
    await change({})
    await settled()
    expect(withVectors()).toHaveLength(5)
  })

  it('pass over the one text that the model refuses', async () => {
    await app.add(workspace, ...notes(9))
    embedder.script.answer = (request, response) => {
      const texts = [request.body.input ?? []].flat()
      if (texts.some((text) => text.includes('number 4'))) {
        return fails(400, 'This exceeds the maximum context length')(request, response)
      }
      const data = texts.map((text, index) => ({ index, embedding: meaningOf(text, 8) }))
      return json({ data })(request, response)
    }
    await switchOn()
    await settled()
    expect(withVectors()).toHaveLength(8)
  })

  it('of an unknown provider, or without a model, are refused with what to do', async () => {
    const unknown = '01920000-0000-7000-8000-000000000000'
    expect((await change({ choice: { providerId: unknown } })).status).toBe(404)
    const { id: providerId } = await provider({ embeddingModel: undefined })
    const refused = await change({ choice: { providerId } })
    expect(refused.status).toBe(409)
    expect(await refused.json()).toMatchObject({ error: { code: 'model.unset' } })
    expect((await state()).state).toBe('off')
  })

  it('say so when their provider is removed', async () => {
    await app.add(workspace, ...notes(3))
    const providerId = await switchOn()
    await settled()
    await app.request(`/api/providers/${providerId}`, { method: 'DELETE' })
    await app.add(workspace, ['permit.md', permit])
    expect((await settled('failed')).error).toMatch(/provider/)
    expect((await search('wireless transmitter')).meaning).toBe('failed')
  })
})
