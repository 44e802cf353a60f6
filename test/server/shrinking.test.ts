import { statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it, onTestFinished } from 'vitest'
import type { Document } from '../../extensions/backend/src/shared/contract/documents.ts'
import { markdownOf } from '../../scripts/bench/corpus.ts'
import { openApp } from '../support/app.ts'
import { until } from '../support/until.ts'

const opened = async () => {
  const app = await openApp()
  onTestFinished(() => app.close())
  const bytes = () =>
    ['', '-wal'].reduce(
      (sum, suffix) => sum + (statSync(join(app.dataDir, `aios.db${suffix}`), { throwIfNoEntry: false })?.size ?? 0),
      0,
    )
  return { ...app, bytes }
}

it('deleting documents, or their workspace, makes the database small again', async () => {
  const app = await opened()
  const { id } = await app.workspace()
  for (const remove of [
    (documents: Document[]) =>
      Promise.all(documents.map((document) => app.request(`/api/documents/${document.id}`, { method: 'DELETE' }))),
    () => app.request(`/api/workspaces/${id}`, { method: 'DELETE' }),
  ]) {
    const documents = await app.add(id, ...markdownOf(6000))
    expect(documents.every(({ status }) => status === 'ready')).toBe(true)
    expect(app.bytes()).toBeGreaterThan(14_000_000)
    await remove(documents)
    await until(app.bytes, (bytes) => bytes < 4_000_000)
  }
  const db = new DatabaseSync(join(app.dataDir, 'aios.db'), { readOnly: true })
  expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
  db.close()
}, 240_000)

it('the words of a workspace go with its last document, and it can be searched after the next one', async () => {
  const app = await opened()
  const { id } = await app.workspace()
  const fee = (name: string): [string, string] => [name, `# Fees\n\nThe ${name.slice(0, 5)} mooring costs nine euros.`]
  const [first, second] = await app.add(id, fee('north.md'), fee('south.md'))
  const words = () => {
    const db = new DatabaseSync(join(app.dataDir, 'aios.db'), { readOnly: true })
    const rows = db.prepare('SELECT word FROM passage_words_1').all() as { word: string }[]
    db.close()
    return rows.map(({ word }) => word)
  }
  await app.request(`/api/documents/${first?.id}`, { method: 'DELETE' })
  expect(words()).toContain('south')
  await app.request(`/api/documents/${second?.id}`, { method: 'DELETE' })
  expect(words()).toEqual([])
  const [third] = await app.add(id, fee('south.md'))
  const { hits } = await app.json<{ hits: { documentId: string }[] }>(`/api/workspaces/${id}/search?q=mooring`)
  expect(hits).toMatchObject([{ documentId: third?.id }])
})
