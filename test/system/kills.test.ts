import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { Document } from '../../extensions/backend/src/shared/contract/documents.ts'
import type { IndexingState } from '../../extensions/backend/src/shared/contract/indexing.ts'
import type { File } from '../support/client.ts'
import { temporaryFolder } from '../support/folder.ts'
import { startLoneServer } from '../support/lone-server.ts'
import { until } from '../support/until.ts'

const kills = 50
/** Data directories that are worked on side by side; the kills are shared out among them. */
const lines = 2
/** Milliseconds after an upload within which the kill comes. */
const longest = 400

/** Some pages, no two files alike. */
const file = (name: string): File => [
  `${name}.md`,
  Array.from(
    { length: 12 },
    (_, n) => `# Berth ${name} ${n}\n\nThe fee of ${name} is ${n} euros. It is due on day ${n}.`,
  ).join('\n\n'),
]

/** Sends files to servers that are killed meanwhile; gives back what must be there, and what may be. */
const livedThrough = async (dataDir: string) => {
  const [sure, unsure] = [new Set<string>(), new Set<string>()]
  let workspaceId = ''
  let hits = 0
  for (let round = 0; round < kills / lines; round++) {
    const server = await startLoneServer(dataDir)
    try {
      workspaceId ||= (await server.workspace()).id
      const sent = Array.from({ length: 4 }, (_, n) => file(`${round}-${n}`))
      const names = sent.map(([name]) => name)
      const upload = server.upload(workspaceId, ...sent).then(({ ok }) => ok)
      const answered = upload.catch(() => false) // killed before it had answered
      // Every other kill comes with the upload still on its way, or just behind it.
      if (round % 2 === 0) await answered
      await delay(Math.random() * longest)
      const state = await server.json<IndexingState>('/api/indexing').catch(() => undefined)
      if (state && state.queued + state.indexing > 0) hits += 1
      await server.kill()
      for (const name of names) ((await answered) ? sure : unsure).add(name)
    } finally {
      await server.kill()
    }
  }
  return { workspaceId, sure, unsure, hits }
}

const settled = async (dataDir: string, workspaceId: string): Promise<Document[]> => {
  await using server = await startLoneServer(dataDir)
  await until(
    () => server.json<IndexingState>('/api/indexing'),
    ({ queued, indexing }) => queued + indexing === 0,
    { limit: 60_000, pause: 100 },
  )
  return await server.documents(workspaceId)
}

it(`loses nothing and doubles nothing in ${kills} kills at any moment`, { timeout: 240_000 }, async () => {
  const work = Array.from({ length: lines }, async () => {
    const dataDir = temporaryFolder()
    const lived = await livedThrough(dataDir)
    return { dataDir, ...lived, documents: await settled(dataDir, lived.workspaceId) }
  })
  for (const { dataDir, documents, sure, unsure, hits } of await Promise.all(work)) {
    const names = documents.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect([...sure].filter((name) => !names.includes(name))).toEqual([])
    expect(names.filter((name) => !sure.has(name) && !unsure.has(name))).toEqual([])
    expect(documents.filter(({ status }) => status !== 'ready')).toEqual([])
    expect(hits).toBeGreaterThan(0)
    expectWhole(dataDir)
  }
})

/** A sound database, in which documents, pages, passages and index rows belong together one to one. */
const expectWhole = (dataDir: string) => {
  const db = new DatabaseSync(join(dataDir, 'aios.db'), { readOnly: true })
  const numbers = (sql: string) => (db.prepare(sql).all() as { n: number }[]).map(({ n }) => n)
  try {
    expect(db.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
    expect(db.prepare('PRAGMA foreign_key_check').all()).toEqual([])
    const passages = numbers('SELECT number AS n FROM passage ORDER BY number')
    expect(passages.length).toBeGreaterThan(0)
    expect(numbers('SELECT id AS n FROM passage_index_1_docsize ORDER BY id')).toEqual(passages)
    const documents = numbers('SELECT number AS n FROM document ORDER BY number')
    expect(numbers('SELECT id AS n FROM document_index_1_docsize ORDER BY id')).toEqual(documents)
    expect(numbers('SELECT count(*) AS n FROM passage GROUP BY document_id, page, start HAVING count(*) > 1')).toEqual(
      [],
    )
    expect(
      numbers(
        'SELECT number AS n FROM document d WHERE passages <> (SELECT count(*) FROM passage WHERE document_id = d.id)',
      ),
    ).toEqual([])
  } finally {
    db.close()
  }
  expect(readdirSync(join(dataDir, 'blobs/incoming'))).toEqual([])
}
