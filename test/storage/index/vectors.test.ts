import { afterEach, beforeEach, expect, it } from 'vitest'
import { connect, type Database, openDatabase } from '../../../extensions/backend/src/storage/database/database.ts'
import { embeddingStore } from '../../../extensions/backend/src/storage/index/embeddings.ts'
import { createIndex } from '../../../extensions/backend/src/storage/index/passage-index.ts'
import { type IndexedPage, type Owner, passageWriter } from '../../../extensions/backend/src/storage/index/passages.ts'
import { vectorStore } from '../../../extensions/backend/src/storage/index/vectors.ts'
import { documentStore } from '../../../extensions/backend/src/storage/library/documents.ts'
import { workspaceStore } from '../../../extensions/backend/src/storage/library/workspaces.ts'
import { temporaryFolder } from '../../support/folder.ts'

const pageOf = (number: number, texts: readonly string[]): IndexedPage => ({
  number,
  text: texts.join(' '),
  warnings: [],
  words: [],
  passages: texts.map((text) => {
    const start = texts.join(' ').indexOf(text)
    return { start, end: start + text.length, terms: text, headingTerms: '' }
  }),
})

let db: Database
let writer: Database
let owner: Owner
beforeEach(async () => {
  const dataDir = temporaryFolder()
  db = await openDatabase(dataDir)
  writer = connect(dataDir, 'writer')
  const { number: workspaceNumber, workspace } = workspaceStore(db).add('Harbour')
  const documents = documentStore(db)
  const facts = { workspaceId: workspace.id, name: 'a.md', mediaType: 'text/markdown', size: 1, sha256: 'a' }
  const { id } = documents.add(facts)
  const claim = documents.claim()
  owner = { id, number: claim?.number as number, workspaceNumber }
  createIndex(writer, workspaceNumber)
  const passages = passageWriter(writer)
  const lease = claim?.lease as string
  passages.write(owner, lease, [pageOf(1, ['one', 'two', 'three']), pageOf(2, [])], '')
  passages.finish(owner, lease, '', '')
  documents.ready(id, lease, { mediaType: 'text/markdown', pages: 2, passages: 3, warnings: [], took: 1 })
})
afterEach(() => {
  writer.close()
  db.close()
})

const vector = Float32Array.of(0.6, 0.8)

/** Gives all passages the same vector, `size` at a time; gives back the texts of each time. */
const embedAll = (size: number) => {
  const [embeddings, vectors] = [embeddingStore(db), vectorStore(writer)]
  const set = embeddings.setOf('provider', 'model')
  const sent: string[][] = []
  for (let found = embeddings.claim(set.number, size, 0); found; found = embeddings.claim(set.number, size, 0)) {
    const parts = vectors.texts(found.claim.documents, size)
    sent.push(parts.flatMap(({ texts }) => texts))
    const stored = parts.map(({ texts, ...part }) => ({ ...part, vectors: texts.map(() => vector) }))
    vectors.store(set.number, found.claim.lease, stored)
  }
  const near = vectors.scan({ set: set.number, workspaceNumber: owner.workspaceNumber, query: vector, most: 9 })
  return { sent: sent.filter((texts) => texts.length > 0), near }
}

it('are made part by part, each passage once', () => {
  const { sent, near } = embedAll(2)
  expect(sent).toEqual([['one', 'two'], ['three']])
  expect(near).toHaveLength(3)
  expect(embedAll(2).sent).toEqual([])
})

it('are not stored under a claim that was lost', () => {
  const [embeddings, vectors] = [embeddingStore(db), vectorStore(writer)]
  const { number } = embeddings.setOf('provider', 'model')
  const { claim } = embeddings.claim(number, 9, 0) as NonNullable<ReturnType<typeof embeddings.claim>>
  const parts = vectors.texts(claim.documents, 9).map((part) => ({ ...part, vectors: part.texts.map(() => vector) }))
  embeddings.release(claim.lease)
  vectors.store(number, claim.lease, parts)
  expect(embedAll(9).sent).toEqual([['one', 'two', 'three']])
})

it('are made anew when a page is read again that had no passage', () => {
  embedAll(9)
  const whole = { terms: '', title: '', passageTitle: '' }
  passageWriter(writer).replacePage(owner, 'a', pageOf(2, ['four']), whole)
  expect(embedAll(9)).toMatchObject({ sent: [['one', 'two', 'three', 'four']], near: { length: 4 } })
})

it('go before the passages when a document is removed, some at a time', () => {
  embedAll(1)
  const passages = passageWriter(writer)
  const count = (table: string) => (db.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n
  expect(passages.removeSome(owner)).toBe(true)
  expect([count('vector_part'), count('passage')]).toEqual([0, 3])
  while (passages.removeSome(owner));
  expect([count('passage'), count('embedding')]).toEqual([0, 0])
})

it('of another model go, some at a time, and leave those of the present one', () => {
  embedAll(1)
  const vectors = vectorStore(writer)
  const set = embeddingStore(db).setOf('provider', 'other')
  while (vectors.removeSomeBut(set.number));
  expect(db.prepare('SELECT count(*) AS n FROM vector_part').get()).toEqual({ n: 0 })
  const again = embeddingStore(db).claim(set.number, 9, 0)
  expect(again?.claim.documents).toMatchObject([{ id: owner.id, passage: 0 }])
})
