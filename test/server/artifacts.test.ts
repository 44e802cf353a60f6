import { expect, it, onTestFinished } from 'vitest'
import { answerId } from '../../extensions/backend/src/services/agents/agents.ts'
import { taskTools } from '../../extensions/backend/src/services/tasks/task-tools.ts'
import type { ImportResult } from '../../extensions/backend/src/shared/contract/imports.ts'
import type { TaskWithSteps } from '../../extensions/backend/src/shared/contract/tasks.ts'
import { openDatabase } from '../../extensions/backend/src/storage/database/database.ts'
import { journalStore } from '../../extensions/backend/src/storage/tasks/file-changes.ts'
import { openApp } from '../support/app.ts'
import { storesOf } from '../support/stores.ts'
import { unzip } from '../support/unzip.ts'

const csv = 'name;fee\nBertha;340\n'

/** A workspace with a task that made a file, as an agent does it. */
const withArtifact = async () => {
  const app = await openApp({ start: false })
  onTestFinished(() => app.close())
  const { id: workspaceId } = await app.workspace('Made')
  const db = await openDatabase(app.dataDir)
  const stores = storesOf(db, app.dataDir)
  const { tasks } = stores
  const task = tasks.add({ agentId: answerId, workspaceId, prompt: 'Make a table' })
  const lease = tasks.claim()?.lease as string
  const tools = taskTools({
    ...stores,
    searching: app.services.searching,
    analysing: app.services.analysing,
    events: app.services.events,
  })({ task, lease, signal: new AbortController().signal, waiting: async () => undefined })
  const artifact = await tools.addArtifact({ name: '../fees.csv', mediaType: 'text/csv', bytes: Buffer.from(csv) })
  return { app, workspaceId, task, tasks, tools, artifact, db }
}

it('a file that a task made can be fetched, is exported, and imported elsewhere', async () => {
  const { app, workspaceId, task, tasks, artifact, db } = await withArtifact()
  tasks.end(task.id, 'succeeded', {
    result: { mode: 'extractive', markdown: 'A table.', citations: [], artifacts: [artifact] },
  })
  db.close()
  expect(artifact).toMatchObject({ name: 'fees.csv', mediaType: 'text/csv', size: csv.length })
  const fetched = await app.request(`/api/tasks/${task.id}/artifacts/${artifact.id}`)
  expect(await fetched.text()).toBe(csv)
  expect(fetched.headers.get('content-disposition')).toContain('fees.csv')
  expect((await app.request(`/api/tasks/${task.id}/artifacts/nope`)).status).toBe(404)

  const exported = await (await app.request(`/api/workspaces/${workspaceId}/export`)).bytes()
  const files = await unzip(exported)
  expect(files.get('artifacts/fees.csv')?.toString()).toBe(csv)
  const evidence = await unzip(await (await app.request(`/api/tasks/${task.id}/export`)).bytes())
  expect(evidence.get('artifacts/fees.csv')?.toString()).toBe(csv)

  const other = await openApp({ start: false })
  onTestFinished(() => other.close())
  const form = new FormData()
  form.append('file', new Blob([exported]), 'Made.zip')
  const { imported } = await other.json<ImportResult>('/api/import', { method: 'POST', body: form })
  expect(imported).toEqual({ documents: 0, tasks: 1, artifacts: 1, skipped: [] })
  const arrived = await other.json<TaskWithSteps>(`/api/tasks/${task.id}`)
  expect(arrived.result?.artifacts).toEqual([artifact])
  expect(await (await other.request(`/api/tasks/${task.id}/artifacts/${artifact.id}`)).text()).toBe(csv)
})

it('a task that was cancelled makes no more files', async () => {
  const { task, tasks, tools, db } = await withArtifact()
  tasks.end(task.id, 'cancelled')
  await expect(
    tools.addArtifact({ name: 'late.csv', mediaType: 'text/csv', bytes: Buffer.from('x') }),
  ).rejects.toThrow()
  expect(journalStore(db).ofTask(task.id)).toHaveLength(1)
  db.close()
})
