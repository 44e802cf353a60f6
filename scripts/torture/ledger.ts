import { createHash } from 'node:crypto'
import type { Document } from '../../extensions/backend/src/shared/contract/documents.ts'
import type { Task } from '../../extensions/backend/src/shared/contract/tasks.ts'
import type { Workspace } from '../../extensions/backend/src/shared/contract/workspaces.ts'
import type { ApiClient, File } from '../../test/support/client.ts'
import { until } from '../../test/support/until.ts'
import { type Tally, tally } from './plan.ts'

/** A running backend is one, too, though its `ended` is another. */
export type Client = Omit<ApiClient, 'ended'>

type Entry = { name: string; workspaceId: string; sha256: string; removal?: 'asked' | 'done' }

export const sha256Of = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** What was acknowledged, to be looked for when all is over. No two files that are sent have the same name. */
export const ledger = () => {
  const documents = new Map<string, Entry>()
  const tasks = new Set<string>()

  return {
    documents,

    /** Sends files; what is answered with 202 has to be there from then on. Gives back the status. */
    async upload(client: Client, workspaceId: string, files: readonly File[]): Promise<number> {
      const response = await client.upload(workspaceId, ...files)
      if (response.status !== 202) return response.status
      const hashes = new Map(files.map(([name, bytes]) => [name, sha256Of(bytes)]))
      for (const { id, name } of (await response.json()) as Document[])
        documents.set(id, { name, workspaceId, sha256: hashes.get(name) ?? '' })
      return response.status
    },

    async launch(client: Client, workspaceId: string, prompt: string): Promise<void> {
      const { id } = await client.launch(workspaceId, prompt)
      if (id) tasks.add(id)
    },

    /** Removes a document; whether it is gone is not known until that is answered. */
    async remove(client: Client, id: string): Promise<void> {
      const entry = documents.get(id)
      if (entry) entry.removal = 'asked'
      try {
        const { status } = await client.request(`/api/documents/${id}`, { method: 'DELETE' })
        if (entry && (status === 204 || status === 404)) entry.removal = 'done'
      } catch (error) {
        // Nobody was there to hear of it.
        if (entry && ((error as Error).cause as NodeJS.ErrnoException)?.code === 'ECONNREFUSED') delete entry.removal
        throw error
      }
    },

    /** Waits until nothing is being read and no task runs, then compares with what is there. */
    async check(client: Client): Promise<{ kept: number; lost: Tally; failed: Tally }> {
      const [lost, failed] = [tally(), tally()]
      await untilRead(client).catch(() => failed.add('reading did not come to an end'))
      const there = new Map<string, Document>()
      for (const { id } of await client.json<Workspace[]>('/api/workspaces')) {
        const names = new Set<string>()
        for (const document of await client.documents(id)) {
          there.set(document.id, document)
          const name = `${document.folder ?? ''}/${document.name}`
          if (names.has(name)) failed.add('a document is there twice')
          names.add(name)
        }
      }
      let kept = 0
      for (const [id, { sha256, removal }] of documents) {
        if (removal === 'done' && there.has(id)) failed.add('a removed document came back')
        if (removal) continue
        kept++
        if (!there.has(id)) lost.add('a document is gone')
        else if (!(await hasBytes(client, id, sha256))) lost.add('an original is not as it was')
      }
      for (const id of tasks) {
        const task = await ended(client, id)
        if (!task) lost.add('a task is gone')
        else if (['queued', 'running'].includes(task.status)) failed.add('a task has no end')
      }
      return { kept, lost, failed }
    },
    tasks,
  }
}
export type Ledger = ReturnType<typeof ledger>

/** Waits until nothing is being read or waits for it. */
export const untilRead = (client: Client) =>
  until(
    () => client.json<{ queued: number; indexing: number }>('/api/indexing'),
    ({ queued, indexing }) => queued + indexing === 0,
    { limit: 900_000, pause: 200 },
  )

/** Whether a document's original is served whole and right. */
export const hasBytes = async (client: Client, id: string, sha256: string): Promise<boolean> => {
  const response = await client.request(`/api/documents/${id}/content`)
  const bytes = await response.bytes().catch(() => undefined)
  return response.ok && bytes !== undefined && sha256Of(bytes) === sha256
}

const ended = (client: Client, id: string): Promise<Task | undefined> =>
  until(
    () => client.json<Task>(`/api/tasks/${id}`),
    ({ status }) => !['queued', 'running'].includes(status),
    { limit: 120_000, pause: 100 },
  ).catch(() => client.json<Task>(`/api/tasks/${id}`).catch(() => undefined))
