import { setTimeout as wait } from 'node:timers/promises'
import type { Document } from '../../extensions/backend/src/shared/contract/documents.ts'
import type { IndexingState } from '../../extensions/backend/src/shared/contract/indexing.ts'
import type { RunningBackend } from '../../test/support/backend.ts'
import type { File } from '../../test/support/client.ts'
import { until } from '../../test/support/until.ts'

export type Indexing = { milliseconds: number; pages: number; passages: number; bytes: number }

/** Files in one upload, and those that may wait to be read when the next are sent: what is yet to come is not in memory. */
const together = 20

/** Uploads files to a new workspace and waits until all are indexed. @throws when one fails */
export const timeIndexing = async (backend: RunningBackend, files: Iterable<File>): Promise<Indexing> => {
  const { id } = await backend.workspace('Bench')
  const started = performance.now()
  const waiting = (most: number) =>
    until(
      () => backend.json<IndexingState>('/api/indexing'),
      ({ queued, indexing }) => queued + indexing <= most,
      { limit: 1_800_000, pause: 50 },
    )
  let part: File[] = []
  const send = async () => {
    const { ok, status } = await backend.upload(id, ...part)
    if (!ok) throw new Error(`The upload was answered with ${status}.`)
    part = []
    await waiting(together)
  }
  for (const file of files) {
    part.push(file)
    if (part.length === together) await send()
  }
  if (part.length > 0) await send()
  await waiting(0)
  const milliseconds = performance.now() - started
  const documents = await backend.documents(id)
  const failed = documents.find(({ status }) => status === 'failed')
  if (failed) throw new Error(`${failed.name}: ${failed.error}`)
  const sum = (of: (document: Document) => number) => documents.reduce((total, document) => total + of(document), 0)
  return {
    milliseconds,
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
