import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { hostname } from 'node:os'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { endLease, isLeaseDead, newLease } from '../../../extensions/backend/src/base/lease.ts'
import { type Database, openDatabase } from '../../../extensions/backend/src/storage/database/database.ts'
import { type DocumentStore, documentStore } from '../../../extensions/backend/src/storage/library/documents.ts'
import { workspaceStore } from '../../../extensions/backend/src/storage/library/workspaces.ts'
import { type TaskStore, taskStore } from '../../../extensions/backend/src/storage/tasks/tasks.ts'
import { temporaryFolder } from '../../support/folder.ts'

let db: Database
let documents: DocumentStore
let tasks: TaskStore
let workspaceId: string

beforeEach(async () => {
  db = await openDatabase(temporaryFolder())
  onTestFinished(() => db.close())
  documents = documentStore(db)
  tasks = taskStore(db)
  workspaceId = workspaceStore(db).add('W').workspace.id
})

const file = (name: string) => ({ workspaceId, name, mediaType: 'text/plain', size: 1, sha256: name })
const question = () => tasks.add({ agentId: 'a', workspaceId, prompt: 'Why?' })
/** An owner on this host whose process has ended. */
const ended = async () => {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  return `${hostname()}:${child.pid}:1:1`
}
const owner = (table: 'task' | 'document', id: string, name: string, until = Date.now() + 60_000) =>
  db.prepare(`UPDATE ${table} SET lease_owner = ?, lease_until = ? WHERE id = ?`).run(name, until, id)

describe('a lease', () => {
  it('is dead without an owner, after its time, or when its process has ended', async () => {
    const soon = Date.now() + 60_000
    const past = Date.now() - 1
    expect(isLeaseDead(null, null)).toBe(true)
    expect(isLeaseDead(`${hostname()}:1:1:1`, soon)).toBe(false)
    expect(isLeaseDead(`${hostname()}:1:1:1`, past)).toBe(true)
    expect(isLeaseDead('another-host:99999999:1:1', soon)).toBe(false)
    expect(isLeaseDead('another-host:99999999:1:1', past)).toBe(true)
    expect(isLeaseDead(`${hostname()}:${process.pid}:1:1`, soon)).toBe(true)
    expect(isLeaseDead(await ended(), soon)).toBe(true)
  })

  it('of this process lives as long as somebody works under it, however long the machine slept', () => {
    const lease = newLease()
    expect(lease).not.toBe(newLease())
    expect(isLeaseDead(lease, Date.now() - 60_000)).toBe(false)
    endLease(lease)
    expect(isLeaseDead(lease, Date.now() + 60_000)).toBe(true)
  })
})

describe('documents', () => {
  it('are claimed once each, the oldest first', () => {
    const added = ['a', 'b'].map((name) => documents.add(file(name)))
    expect(documents.claim()?.document.id).toBe(added[0]?.id)
    expect(documents.claim()?.document.id).toBe(added[1]?.id)
    expect(documents.claim()).toBeUndefined()
  })

  it('of a dead process are claimed again; only a crash counts against them', async () => {
    const { id } = documents.add(file('a'))
    expect(documents.claim()?.crashes).toBe(0)
    owner('document', id, await ended())
    expect(documentStore(db, { afterCrash: true }).claim()).toMatchObject({
      document: { id, status: 'indexing' },
      crashes: 1,
    })
    owner('document', id, await ended())
    expect(documents.claim()).toMatchObject({ crashes: 1 })
  })

  it('of another living process are left to it, and its results are its own', () => {
    const { id } = documents.add(file('a'))
    const lease = documents.claim()?.lease as string
    owner('document', id, `${hostname()}:1:1:1`)
    expect(documents.claim()).toBeUndefined()
    expect(documents.progressed(id, lease, 0.5, 1)).toBe(false)
    expect(documents.failed(id, lease, 'no')).toBe(false)
    expect(documents.ready(id, lease, { mediaType: 'x', pages: 1, passages: 1, warnings: [] })).toBe(false)
    expect(documents.find(id)).toMatchObject({ status: 'indexing', progress: 0 })
  })

  it('that were removed while they were indexed take no result', () => {
    const { id } = documents.add(file('a'))
    const lease = documents.claim()?.lease as string
    documents.markRemoved(id)
    expect(documents.ready(id, lease, { mediaType: 'x', pages: 1, passages: 1, warnings: [] })).toBe(false)
    expect(documents.find(id)).toBeUndefined()
    expect(documents.removed()).toMatchObject([{ id }])
  })

  it('of a workspace on its way out are not taken up', () => {
    documents.add(file('a'))
    workspaceStore(db).markRemoved(workspaceId)
    expect(documents.claim()).toBeUndefined()
  })

  it('given back are queued again', () => {
    const { id } = documents.add(file('a'))
    const lease = documents.claim()?.lease as string
    expect(documents.release(id, lease)).toBe(true)
    expect(documents.claim()).toMatchObject({ document: { id }, crashes: 0 })
  })
})

describe('tasks', () => {
  it('of a dead process are taken up again, with the step that ran marked interrupted', async () => {
    const { id } = question()
    const claim = tasks.claim()
    expect(claim).toMatchObject({ task: { id }, crashes: 0 })
    const lease = claim?.lease as string
    const first = tasks.startStep(id, lease, { kind: 'search', title: 'Searching', detail: {} }) as string
    tasks.changeStep(id, lease, { id: first, status: 'done', title: 'Searched', detail: {} })
    tasks.startStep(id, lease, { kind: 'read', title: 'Reading', detail: {} })
    expect(tasks.claim()).toBeUndefined()
    owner('task', id, await ended())
    expect(tasks.claim()).toMatchObject({ task: { id, status: 'running' }, crashes: 0 })
    expect(tasks.steps(id)).toMatchObject([
      { number: 1, status: 'done' },
      { number: 2, status: 'interrupted', finishedAt: expect.any(String) },
    ])
  })

  it('that were cancelled take no more steps and no other end', () => {
    const { id } = question()
    const lease = tasks.claim()?.lease as string
    const step = tasks.startStep(id, lease, { kind: 'search', title: 'Searching', detail: {} }) as string
    expect(tasks.end(id, 'cancelled')).toBe(true)
    expect(tasks.isOurs(id, lease)).toBe(false)
    expect(tasks.changeStep(id, lease, { id: step, status: 'done', title: 'x', detail: {} })).toBe(false)
    expect(tasks.startStep(id, lease, { kind: 'read', title: 'x', detail: {} })).toBeUndefined()
    expect(tasks.end(id, 'succeeded')).toBe(false)
    expect(tasks.find(id)?.status).toBe('cancelled')
    expect(tasks.steps(id)).toMatchObject([{ status: 'cancelled' }])
  })

  it('tell what changed since a change number, and nothing twice', () => {
    const { id } = question()
    const lease = tasks.claim()?.lease as string
    const step = tasks.startStep(id, lease, { kind: 'search', title: 'Searching', detail: {} }) as string
    const first = tasks.since(id, 0)
    expect(first?.steps.map(({ step }) => step.status)).toEqual(['running'])
    expect(tasks.since(id, first?.change ?? 0)?.steps).toEqual([])
    tasks.changeStep(id, lease, { id: step, status: 'done', title: 'Searched', detail: { n: 1 } })
    expect(tasks.since(id, first?.change ?? 0)?.steps).toMatchObject([{ step: { status: 'done', detail: { n: 1 } } }])
  })

  it('are tried again only when they have ended', () => {
    const { id } = question()
    expect(tasks.again(id)).toBe(false)
    tasks.end(id, 'failed', { error: 'no' })
    expect(tasks.again(id)).toBe(true)
    expect(tasks.find(id)).toMatchObject({ status: 'queued', attempt: 2 })
    expect(tasks.find(id)).not.toHaveProperty('error')
  })
})
