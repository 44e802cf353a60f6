import { expect, it, vi } from 'vitest'
import { ChildWaits } from '../../../extensions/backend/src/agents/run-tools.ts'
import { Stopped } from '../../../extensions/backend/src/base/stopped.ts'
import { subTasks } from '../../../extensions/backend/src/services/tasks/sub-tasks.ts'
import type { Citation, Result, Task } from '../../../extensions/backend/src/shared/contract/tasks.ts'
import { openTasks } from './support.ts'

const citation = (page: number): Citation => ({
  ...{ documentId: 'd', documentName: 'permit.md', page, passageId: `p${page}`, quote: 'x', start: 0, end: 1 },
  ...{ verified: true, match: 'exact' },
})

/** A task at work, and the means by which it launches others. */
const launching = async (seen?: string[]) => {
  const opened = await openTasks()
  const chief = await opened.agent({ name: 'Chief' })
  const clerk = await opened.agent({ name: 'Clerk' })
  const claim = opened.atWork(chief.id)
  const waits: boolean[] = []
  const cancelled: string[] = []
  const meansOf = (task: Task, signal = new AbortController().signal) =>
    subTasks(
      { ...opened, wake: () => undefined, cancel: (id) => void cancelled.push(id) },
      {
        ...{ task, signal, seenDocuments: async () => seen, waiting: async (isWaiting) => void waits.push(isWaiting) },
        cite: ({ page }) => page + 100,
        check() {
          if (signal.aborted) throw new Stopped()
        },
      },
    )
  const childOf = (call: string) =>
    vi.waitFor(() => {
      const child = opened.tasks.ofCall({ id: claim.task.id, call })
      if (!child) throw new Error('It launched nothing yet.')
      return child
    }, 10_000)
  const ends = (
    id: string,
    ...how: Parameters<typeof opened.tasks.end> extends [string, ...infer Rest] ? Rest : never
  ) => {
    opened.tasks.end(id, ...how)
    opened.events.emit({ type: 'task.changed', id, workspaceId: opened.workspaceId, status: how[0] })
  }
  return { ...opened, chief, clerk, claim, waits, cancelled, meansOf, childOf, ends }
}
const never = new AbortController().signal

it('an agent’s answer comes back with its citations in the numbers of the task that ran it', async () => {
  const { meansOf, claim, clerk, childOf, ends, waits, tasks, workspaceId } = await launching(['d'])
  const answer = meansOf(claim.task).run('1', clerk.id, 'How much?', never)
  const child = await childOf('1')
  expect(child).toMatchObject({ parentId: claim.task.id, workspaceId, prompt: 'How much?', documentIds: ['d'] })
  const markdown = '340 € [2], and `[1]` is code. See [3] too.'
  const result: Result = { mode: 'model', markdown, citations: [citation(1), citation(2)], artifacts: [] }
  ends(child.id, 'succeeded', { result })
  expect(await answer).toBe('340 € [102], and `[1]` is code. See  too.')
  expect(waits).toEqual([true, false])
  expect(tasks.list({ parentId: claim.task.id })).toHaveLength(1)
})

it('the same call after a crash is about the same task, which goes on where it was stopped', async () => {
  const { meansOf, claim, clerk, childOf, ends, tasks } = await launching()
  const first = meansOf(claim.task).run('1', clerk.id, 'How much?', never)
  const child = await childOf('1')
  expect(child.documentIds).toBeUndefined()
  ends(child.id, 'interrupted')
  await expect(first).rejects.toThrow('Clerk didn’t finish: its task was interrupted')
  const later = { ...claim.task, startedAt: new Date(Date.now() + 1000).toISOString() }
  const second = meansOf(later).run('1', clerk.id, 'How much?', never)
  await vi.waitFor(() => expect(tasks.find(child.id)).toMatchObject({ status: 'queued', attempt: 2 }), 10_000)
  ends(child.id, 'failed', { error: 'It broke.' })
  await expect(second).rejects.toThrow('Clerk didn’t finish: It broke.')
})

it('a task whose user is asked is no longer waited for', async () => {
  const { meansOf, claim, clerk, childOf, tasks, events, workspaceId } = await launching()
  const answer = meansOf(claim.task).run('1', clerk.id, 'Write it down.', never)
  const failed = expect(answer).rejects.toBeInstanceOf(ChildWaits)
  const { id } = await childOf('1')
  const own = tasks.claim()
  expect(own?.task.id).toBe(id)
  tasks.park(id, own?.lease ?? '', () => true)
  events.emit({ type: 'task.changed', id, workspaceId, status: 'waiting' })
  await failed
})

it('a task is cancelled once nobody waits for it any more, but not when its own parent was stopped', async () => {
  const { meansOf, claim, clerk, childOf, cancelled } = await launching()
  const late = new AbortController()
  const answer = meansOf(claim.task).run('1', clerk.id, 'Think.', late.signal)
  const { id } = await childOf('1')
  late.abort()
  await expect(answer).rejects.toBeInstanceOf(Stopped)
  expect(cancelled).toEqual([id])

  const stopped = new AbortController()
  const other = meansOf(claim.task, stopped.signal).run('2', clerk.id, 'Think.', stopped.signal)
  await childOf('2')
  stopped.abort()
  await expect(other).rejects.toBeInstanceOf(Stopped)
  expect(cancelled).toEqual([id])
})

it('neither itself, nor a program, nor an agent of elsewhere, nor without end', async () => {
  const { meansOf, claim, chief, clerk, agent, atWork } = await launching()
  const program = await agent({ name: 'Helper', kind: 'external', external: { command: 'helper' } })
  const elsewhere = await agent({ name: 'There', scope: { workspaceId: '01900000-0000-7000-8000-0000000000bb' } })
  const names = meansOf(claim.task)
    .runnable()
    .map(({ id }) => id)
  expect(names).toContain(clerk.id)
  for (const { id } of [chief, program, elsewhere]) expect(names).not.toContain(id)
  await expect(meansOf(claim.task).run('1', program.id, 'Go.', never)).rejects.toThrow('can’t be run from here')

  const second = atWork(clerk.id, { id: claim.task.id, call: '2' })
  expect(meansOf(second.task).runnable().length).toBeGreaterThan(0)
  const scribe = await agent({ name: 'Scribe' })
  const third = atWork(scribe.id, { id: second.task.id, call: '1' })
  expect(meansOf(third.task).runnable()).toEqual([])
})
