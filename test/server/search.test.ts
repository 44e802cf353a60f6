import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RecallResult } from '../../extensions/backend/src/shared/contract/recall.ts'
import type { SearchResult, SimilarResult } from '../../extensions/backend/src/shared/contract/search.ts'
import { openApp, type TestApp } from '../support/app.ts'

let app: TestApp
let workspaceId: string
beforeAll(async () => {
  app = await openApp()
  workspaceId = (await app.workspace()).id
  await app.add(
    workspaceId,
    ['Harbour/rules/speed.md', '# Speed\n\n## Inside\n\nBoats go at most four knots inside the breakwater.\n'],
    ['Harbour/rules/fees.csv', 'boat,mooring fee\nferry,240\npilot cutter,120\n'],
    ['Harbour/plan.txt', 'The breakwater is extended by forty metres. The ferry moors at the new pier.\n'],
    ['notes.txt', 'The pilot cutter leaves before the ferry. Mooring is free on Sundays.\n'],
  )
})
afterAll(() => app.close())

const query = (q: string, more = '') => `?q=${encodeURIComponent(q)}${more}`
const search = (q: string, more = '') =>
  app.json<SearchResult>(`/api/workspaces/${workspaceId}/search${query(q, more)}`)
const namesOf = ({ hits }: SearchResult) => hits.map(({ documentName }) => documentName).sort()

describe('a search', () => {
  it('is narrowed by type, place and date', async () => {
    expect(namesOf(await search('ferry breakwater'))).toEqual(['fees.csv', 'notes.txt', 'plan.txt', 'speed.md'])
    expect(namesOf(await search('ferry type:csv'))).toEqual(['fees.csv'])
    expect(namesOf(await search('ferry -type:csv'))).toEqual(['notes.txt', 'plan.txt'])
    expect(namesOf(await search('breakwater in:harbour/rules'))).toEqual(['speed.md'])
    expect(namesOf(await search('ferry in:notes.txt'))).toEqual(['notes.txt'])
    expect(namesOf(await search('ferry after:today'))).toEqual(['fees.csv', 'notes.txt', 'plan.txt'])
    expect(await search('ferry before:today')).toMatchObject({
      hits: [],
      filters: ['before:today'],
      notes: [{ filter: 'before:today' }],
    })
  })

  it('carries what results are grouped by', async () => {
    const { hits } = await search('knots')
    expect(hits).toMatchObject([
      {
        documentName: 'speed.md',
        folder: 'Harbour/rules',
        mediaType: 'text/markdown',
        heading: 'Speed › Inside',
        page: 1,
      },
    ])
  })

  it('lists first passages for filters alone, also without certain words', async () => {
    expect(namesOf(await search('type:txt'))).toEqual(['notes.txt', 'plan.txt'])
    expect(namesOf(await search('in:Harbour -breakwater'))).toEqual(['fees.csv'])
    expect((await search('type:txt', '&limit=1')).hits).toHaveLength(1)
    expect((await search('')).hits).toEqual([])
  })

  it('says which filter means nothing', async () => {
    expect(await search('ferry type:zzz')).toMatchObject({
      notes: [{ filter: 'type:zzz', message: expect.stringContaining('isn’t a document type') }],
      filters: [],
      hits: { length: 3 },
    })
    expect(await search('ferry in:nowhere')).toMatchObject({
      notes: [{ filter: 'in:nowhere', message: 'No document or folder here has that name.' }],
      hits: [],
    })
  })

  it('counts what it can be narrowed by', async () => {
    const { facets } = await search('ferry type:csv', '&facets=true')
    expect(facets).toMatchObject({ documents: 1, passages: 1, isPartial: false })
    expect(facets?.types).toEqual([
      { filter: 'type:txt', label: 'text/plain', documents: 2, passages: 2 },
      { filter: 'type:csv', label: 'text/csv', documents: 1, passages: 1 },
    ])
    expect(facets?.folders).toEqual([{ filter: 'in:Harbour/rules', label: 'Harbour/rules', documents: 1, passages: 1 }])
    expect(facets?.names).toEqual([{ filter: 'in:fees.csv', label: 'fees.csv', documents: 1, passages: 1 }])
    expect((await search('type:txt', '&facets=true')).facets).toMatchObject({ documents: 2, types: { length: 3 } })
    for (const { filter, documents } of (await search('ferry breakwater', '&facets=true')).facets?.folders ?? []) {
      expect(new Set(namesOf(await search(`ferry breakwater ${filter}`))).size, filter).toBe(documents)
    }
  })
})

describe('a search for somebody who looks at documents', () => {
  it('shows passages of others where one document has all the best', async () => {
    const { id } = await app.workspace('Berths')
    const section = (at: number) =>
      `## Berth ${at}\n\nThe ferry leaves berth ${at} at high water. ${'The ferry is checked. '.repeat(40)}`
    await app.add(
      id,
      ['berths.md', Array.from({ length: 30 }, (_, at) => section(at)).join('\n\n')],
      ['log.txt', `${'Nothing happened on this day at all. '.repeat(12)} A ferry came.`],
    )
    const path = `/api/workspaces/${id}/search?q=ferry&limit=10`
    const own = (await app.json<SearchResult>(path)).hits
    expect(new Set(own.map(({ documentName }) => documentName))).toEqual(new Set(['berths.md']))
    const { hits, facets } = await app.json<SearchResult>(`${path}&facets=true`)
    expect(hits).toHaveLength(10)
    expect(hits.slice(0, 9)).toEqual(own.slice(0, 9))
    expect(hits.at(-1)).toMatchObject({ documentName: 'log.txt' })
    expect(facets?.documents).toBe(2)
  })

  it('counts no document that nothing was read of', async () => {
    const { id } = await app.workspace('Broken')
    await app.add(id, ['broken.pdf', '%PDF-1.7\ncut off'], ['whole.txt', 'All is there.'])
    const found = await app.json<SearchResult>(`/api/workspaces/${id}/search?q=after:today&facets=true`)
    expect(found).toMatchObject({ hits: { length: 1 }, facets: { documents: 1, names: [{ label: 'whole.txt' }] } })
  })
})

describe('a question with filters', () => {
  it('is answered from the documents that they let through', async () => {
    const { result, steps } = await app.ask(workspaceId, 'By what is the breakwater extended? in:plan.txt')
    expect(result?.citations.map(({ documentName }) => documentName)).toEqual(['plan.txt'])
    expect(steps.find(({ kind }) => kind === 'search')?.title).toMatch(/^Searched 1 document:/)
    const elsewhere = await app.ask(workspaceId, 'By what is the breakwater extended? -in:plan.txt')
    expect(elsewhere.result?.citations.map(({ documentName }) => documentName)).not.toContain('plan.txt')
  })

  it('looks through these documents only when each is checked', async () => {
    const { result } = await app.ask(workspaceId, 'Which documents mention the ferry? type:csv')
    expect(result?.markdown).toMatch(/1 of 1/)
  })

  it('says which filter means nothing', async () => {
    const { steps } = await app.ask(workspaceId, 'How long is the breakwater? type:zzz')
    expect(steps.find(({ kind }) => kind === 'search')).toMatchObject({
      title: expect.stringContaining('type:zzz ignored'),
      detail: { notes: [expect.stringContaining('isn’t a document type')] },
    })
  })

  it('takes a colon in a long text for prose', async () => {
    const long =
      'In the field in:foreign of the form that we all filled in for the harbour office, how long is the breakwater?'
    expect((await search(long)).hits.length).toBeGreaterThan(0)
  })
})

describe('recall', () => {
  const recall = (q: string, more = '') =>
    app.json<RecallResult>(`/api/workspaces/${workspaceId}/recall${query(q, more)}`)

  it('gives the hits of the search with the scores that add up to theirs', async () => {
    const found = await recall('pilot cutter ferry')
    expect(found.hits.map(({ passageId }) => passageId)).toEqual(
      (await search('pilot cutter ferry')).hits.map(({ passageId }) => passageId),
    )
    for (const [at, { score, scores }] of found.hits.entries()) {
      const { passage, document, adjacencyGain, likenessGain, words } = scores
      expect(passage + document + adjacencyGain + likenessGain).toBeCloseTo(score, 9)
      expect(words).toEqual({ rank: at + 1, score })
    }
    expect(found.hits[0]?.scores).toMatchObject({ adjacency: expect.any(Number), likeness: expect.any(Number) })
    expect(found.candidates).toBe(3)
  })

  it('tells what became of the query', async () => {
    expect(await recall('ferries "pilot cutter" -sundays breakwatre type:csv')).toMatchObject({
      terms: [
        { written: 'ferries', forms: ['ferri'], passages: 3, use: 'finds' },
        { written: 'pilot', passages: 2 },
        { written: 'cutter', passages: 2 },
        { written: 'breakwatre', passages: 2 },
      ],
      phrases: ['pilot cutter'],
      excluded: ['sundai'],
      filters: ['type:csv'],
      hits: [{ documentName: 'fees.csv' }],
    })
    expect(await recall('')).toMatchObject({ terms: [], hits: [], candidates: 0 })
  })

  it('refuses a workspace that is not there and a limit that makes no sense', async () => {
    expect((await app.request('/api/workspaces/nowhere/recall?q=a')).status).toBe(404)
    expect((await app.request(`/api/workspaces/${workspaceId}/recall?q=a&limit=0`)).status).toBe(400)
  })
})

describe('more like this', () => {
  it('finds passages of the same words, and not the passage itself', async () => {
    const [own] = (await search('metres')).hits
    const like = await app.json<SimilarResult>(`/api/passages/${own?.passageId}/similar?limit=2`)
    expect(like.terms).toEqual(expect.arrayContaining(['breakwater', 'ferry']))
    expect(like.hits.map(({ passageId }) => passageId)).not.toContain(own?.passageId)
    expect(like.hits).toHaveLength(2)
    expect(like.of).toEqual({ documentId: own?.documentId, documentName: 'plan.txt', page: 1, text: own?.text })
    expect(like.hits[0]?.marks.length).toBeGreaterThan(0)
  })

  it('finds other documents like a document', async () => {
    const [document] = (await app.documents(workspaceId)).filter(({ name }) => name === 'notes.txt')
    const like = await app.json<SimilarResult>(`/api/documents/${document?.id}/similar`)
    expect(like.of).toEqual({ documentId: document?.id, documentName: 'notes.txt' })
    expect(new Set(like.hits.map(({ documentName }) => documentName))).toEqual(new Set(['fees.csv', 'plan.txt']))
  })

  it('refuses what is not there', async () => {
    for (const path of [
      'passages/01900000-0000-7000-8000-000000000000',
      'documents/01900000-0000-7000-8000-000000000000',
    ]) {
      expect((await app.request(`/api/${path}/similar`)).status).toBe(404)
    }
  })
})

it('describes how a search is written, for other programs', async () => {
  const { paths } = await app.json<{
    paths: Record<string, { get: { parameters: { name: string; description?: string }[] } }>
  }>('/openapi.json')
  const parameters = paths['/api/workspaces/{id}/search']?.get.parameters ?? []
  expect(parameters.find(({ name }) => name === 'q')).toMatchObject({
    description: expect.stringContaining('type:pdf'),
  })
  expect(parameters.map(({ name }) => name)).toEqual(expect.arrayContaining(['q', 'limit', 'facets']))
  for (const path of ['/api/workspaces/{id}/recall', '/api/passages/{id}/similar', '/api/documents/{id}/similar']) {
    expect(paths[path], path).toBeDefined()
  }
})
