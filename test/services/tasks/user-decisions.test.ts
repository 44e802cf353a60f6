import { expect, it, vi } from 'vitest'
import { Stopped } from '../../../extensions/backend/src/base/stopped.ts'
import { approvalService } from '../../../extensions/backend/src/services/tasks/approvals.ts'
import type { Runner } from '../../../extensions/backend/src/services/tasks/task-queue.ts'
import type { TaskService } from '../../../extensions/backend/src/services/tasks/tasks.ts'
import { userDecisions } from '../../../extensions/backend/src/services/tasks/user-decisions.ts'
import type { Asked } from '../../../extensions/backend/src/storage/tasks/approvals.ts'
import { openTasks } from './support.ts'

const asked: Asked = {
  ...{
    call: '1',
    kind: 'call',
    tool: 'write_artifact',
    title: 'Write Fees.md',
    risk: 'write',
    arguments: { name: 'Fees' },
  },
  ...{ choices: undefined, identity: 'as it is' },
}

/** A task at work that can ask its user, and the user who decides. */
const asking = async (scheduleId?: string) => {
  const opened = await openTasks()
  const clerk = await opened.agent({ approvals: { write: 'ask', run: 'allow' } })
  const { task, lease } = opened.atWork(clerk.id)
  const stop = new AbortController()
  const waits: boolean[] = []
  const decisions = userDecisions(opened, {
    ...{ task: { ...task, ...(scheduleId && { scheduleId }) }, agent: clerk, lease, signal: stop.signal },
    waiting: async (isWaiting) => void waits.push(isWaiting),
  })
  const { tasks, events, approvals, grants } = opened
  const wake = vi.fn()
  const service = approvalService({
    ...{ store: approvals, grants, runner: { wake } as unknown as Runner },
    // What it needs of tasks, on the same database.
    tasks: {
      find: (id: string) => tasks.find(id),
      decide: tasks.decide,
      get: (id: string) => ({ ...tasks.find(id), steps: tasks.steps(id), approvals: approvals.ofTask(id) }),
      tell: (told: { id: string; workspaceId: string; status: 'queued' }) =>
        events.emit({ type: 'task.changed', ...told }),
    } as unknown as TaskService,
  })
  return { ...opened, clerk, task, lease, decisions, service, stop, waits, wake }
}

it('what is asked waits as a step, and what was decided is told once, to the task and to its window', async () => {
  const { decisions, service, task, tasks, statusOf, wake, changes } = await asking()
  decisions.ask(asked)
  const [approval] = decisions.approvals()
  expect(approval).toMatchObject({ status: 'pending', call: '1', identity: 'as it is' })
  expect(tasks.steps(task.id)).toMatchObject([
    { kind: 'approval', status: 'running', title: 'Needs your decision: Write Fees.md' },
  ])
  expect(changes.at(-1)).toMatchObject({ type: 'task.changed', id: task.id })
  const id = approval?.id ?? ''
  const decided = service.decide(task.id, id, { decision: 'deny', feedback: 'Not now.' })
  expect(decided.steps).toMatchObject([{ status: 'done', title: 'Denied: Write Fees.md' }])
  expect(decisions.approvals()).toMatchObject([{ status: 'denied', feedback: 'Not now.' }])
  expect(wake).toHaveBeenCalled()
  expect(() => service.decide(task.id, id, { decision: 'once' })).toThrow('This is already denied.')
  expect(statusOf(task.id)).toBe('running')
})

it('a program that asks is held while its user decides, and goes on with the answer', async () => {
  const { decisions, service, task, lease, tasks, statusOf, waits } = await asking()
  const answer = decisions.answer(asked, new AbortController().signal)
  await vi.waitFor(() => expect(waits).toEqual([true]), 10_000)
  expect([statusOf(task.id), tasks.isOurs(task.id, lease)]).toEqual(['waiting', true])
  service.decide(task.id, decisions.approvals()[0]?.id ?? '', { decision: 'once' })
  expect(await answer).toMatchObject({ status: 'approved', decision: 'once' })
  expect([statusOf(task.id), tasks.isOurs(task.id, lease)]).toEqual(['running', true])
  expect(waits).toEqual([true, false])
})

it('nobody waits for an answer once the program is gone, and nobody asks for a task that was taken over', async () => {
  const { decisions, tasks, task } = await asking()
  const over = new AbortController()
  const answer = decisions.answer(asked, over.signal)
  over.abort()
  await expect(answer).rejects.toBeInstanceOf(Stopped)
  tasks.end(task.id, 'cancelled')
  expect(() => decisions.ask({ ...asked, call: '2' })).toThrow(Stopped)
})

it('allowed for always counts for the tool as it was, until it is revoked; never for what a schedule launched', async () => {
  const { decisions, service, task, clerk } = await asking()
  decisions.ask(asked)
  service.decide(task.id, decisions.approvals()[0]?.id ?? '', { decision: 'always' })
  expect(decisions.isGranted('write_artifact', 'as it is')).toBe(true)
  expect(decisions.isGranted('write_artifact', 'another')).toBe(false)
  const [grant] = service.grants()
  expect(grant).toMatchObject({ agentId: clerk.id, tool: 'write_artifact' })
  service.revoke(grant?.id ?? '')
  expect(decisions.isGranted('write_artifact', 'as it is')).toBe(false)
  expect(() => service.revoke(grant?.id ?? '')).toThrow('There is no permission')

  const scheduled = await asking('a schedule')
  scheduled.decisions.ask(asked)
  scheduled.service.decide(scheduled.task.id, scheduled.decisions.approvals()[0]?.id ?? '', { decision: 'always' })
  expect(scheduled.decisions.isGranted('write_artifact', 'as it is')).toBe(false)
})

it('a question wants an answer, and is decided for this one time', async () => {
  const { decisions, service, task } = await asking()
  decisions.ask({ ...asked, kind: 'question', title: 'Which year?' })
  const id = decisions.approvals()[0]?.id ?? ''
  expect(() => service.decide(task.id, id, { decision: 'always' })).toThrow('only be allowed once')
  expect(() => service.decide(task.id, id, { decision: 'once' })).toThrow('feedback: is missing')
  expect(() => service.decide(task.id, 'another', { decision: 'once' })).toThrow('has no decision')
  const { steps } = service.decide(task.id, id, { decision: 'once', feedback: '2024' })
  expect(steps).toMatchObject([{ title: 'Answered: Which year?' }])
})

it('the strictest of those that launched one another decides', async () => {
  const { decisions, atWork, task, ...parts } = await asking()
  expect([decisions.rule('run'), decisions.rule('write')]).toEqual(['allow', 'ask'])
  const bold = await parts.agent({ name: 'Bold', approvals: { write: 'allow', run: 'allow', network: 'deny' } })
  const below = atWork(bold.id, { id: task.id, call: '1' })
  const work = { ...below, agent: bold, signal: new AbortController().signal, waiting: async () => undefined }
  const { rule } = userDecisions(parts, work)
  expect([rule('read'), rule('write'), rule('run'), rule('network')]).toEqual(['allow', 'ask', 'allow', 'deny'])
})
