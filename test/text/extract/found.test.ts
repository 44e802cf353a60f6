import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Document, Page } from '../../../extensions/backend/src/contract/documents.ts'
import type { SearchResult } from '../../../extensions/backend/src/contract/search.ts'
import { openApp, type TestApp } from '../../support/app.ts'
import { cases } from './cases.ts'

let app: TestApp
let documents: Document[]
beforeAll(async () => {
  app = await openApp()
  const { id } = await app.workspace('All formats')
  const files = cases.map(async ({ name, bytes }) => [name, (await bytes()) as Uint8Array] as [string, Uint8Array])
  documents = await app.add(id, ...(await Promise.all(files)))
})
afterAll(() => app.close())

it.each(cases)('$name is found, and cited at the place where it stands', async ({ name, mediaType, pages, found }) => {
  const document = documents.find((each) => each.name === name)
  expect(document).toMatchObject({ status: 'ready', mediaType, pages })
  for (const [page, text] of found) {
    const line = text.split('\n')[0] as string
    const words = line.replace(/[^\p{L}\p{N}.]+/gu, ' ')
    const path = `/api/workspaces/${document?.workspaceId}/search?limit=50&q=${encodeURIComponent(words)}`
    const { hits } = await app.json<SearchResult>(path)
    const hit = hits.find((each) => each.documentId === document?.id && each.page === page && each.text.includes(line))
    expect(hit, line).toBeDefined()
    const { text: stored } = await app.json<Page>(`/api/documents/${hit?.documentId}/pages/${page}`)
    expect(stored.slice(hit?.start, hit?.end)).toBe(hit?.text)
  }
})
