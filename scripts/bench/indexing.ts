import { setTimeout as wait } from 'node:timers/promises'
import type { Document } from '../../extensions/backend/src/contract/documents.ts'
import type { RunningBackend } from '../../test/support/backend.ts'
import type { File } from '../../test/support/client.ts'
import { until } from '../../test/support/until.ts'

export type Indexing = { milliseconds: number; pages: number; passages: number; bytes: number }

/** Uploads files to a new workspace and waits until all are indexed. @throws when one fails */
export const timeIndexing = async (backend: RunningBackend, files: readonly File[]): Promise<Indexing> => {
  const { id } = await backend.workspace('Bench')
  const started = performance.now()
  const uploaded = (await (await backend.upload(id, ...files)).json()) as Document[]
  const documents = await until(
    () => backend.documents(id),
    (all) => all.length === uploaded.length && all.every(({ status }) => status === 'ready' || status === 'failed'),
    { limit: 600_000, pause: 50 },
  )
  const failed = documents.find(({ status }) => status === 'failed')
  if (failed) throw new Error(`${failed.name}: ${failed.error}`)
  const sum = (of: (document: Document) => number) => documents.reduce((total, document) => total + of(document), 0)
  return {
    milliseconds: performance.now() - started,
    pages: sum(({ pages }) => pages),
    passages: sum(({ passages }) => passages),
    bytes: sum(({ size }) => size),
  }
}

/** Milliseconds that a request for the list of workspaces took, asked again and again until `until` settles. */
export const latenciesUntil = async (backend: RunningBackend, end: Promise<unknown>): Promise<number[]> => {
  let over = false
  const done = end.finally(() => {
    over = true
  })
  const latencies: number[] = []
  while (!over) {
    const started = performance.now()
    await backend.json('/api/workspaces')
    latencies.push(performance.now() - started)
    await wait(5)
  }
  await done
  return latencies
}
