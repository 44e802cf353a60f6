import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Document, Page } from '../../../extensions/backend/src/shared/contract/documents.ts'
import type { SearchResult } from '../../../extensions/backend/src/shared/contract/search.ts'
import { openApp, type TestApp } from '../../support/app.ts'
import { permit } from '../../support/samples.ts'
import { cases } from './cases.ts'
import { libreOffice } from './made.ts'
import { zipOf } from './zip-of.ts'

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

it('a ZIP is its files, each found and cited where it stands', async () => {
  const { id } = await app.workspace('An archive')
  const zip = await zipOf({ 'rules/permit.md': permit, 'harbour.odt': libreOffice('harbour.odt') })
  await app.add(id, ['papers.zip', zip])
  const query = encodeURIComponent('Every boat carries a working radio')
  const { hits } = await app.json<SearchResult>(`/api/workspaces/${id}/search?q=${query}`)
  const hit = hits.find(({ documentName }) => documentName === 'harbour.odt')
  const { text } = await app.json<Page>(`/api/documents/${hit?.documentId}/pages/${hit?.page}`)
  expect(hit?.text).toContain('Every boat carries a working radio.')
  expect(text.slice(hit?.start, hit?.end)).toBe(hit?.text)
  const inFolders = (await app.documents(id)).map(({ folder, name }) => `${folder}/${name}`)
  expect(inFolders.toSorted()).toEqual(['papers.zip/harbour.odt', 'papers.zip/rules/permit.md'])
})
