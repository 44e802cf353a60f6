import { expect, it, vi } from 'vitest'
import { taskService } from '../../../extensions/backend/src/services/tasks/tasks.ts'
import type { FinalStatus } from '../../../extensions/backend/src/shared/task-states.ts'
import { stepContentStore } from '../../../extensions/backend/src/storage/tasks/step-contents.ts'
import { openTasks } from './support.ts'

/** The service of tasks, over a queue that only notes what it is told. */
const openService = async () => {
  const opened = await openTasks()
  const { db, tasks: store, agents, approvals, events } = opened
  const contentsOfSteps = stepContentStore(db)
  const runner = { wake: vi.fn(), stop: vi.fn(), idle: vi.fn(async () => undefined) }
  const parts = { store, agents, approvals, contentsOfSteps, runner, events } as unknown
  const service = taskService(parts as Parameters<typeof taskService>[0])
  const clerk = await opened.agent()
  const add = (parent?: string) =>
    store.add(
      { agentId: clerk.id, workspaceId: opened.workspaceId, prompt: 'Why?' },
      parent ? { id: parent, call: '1' } : undefined,
    ).id
  return { ...opened, service, runner, clerk, add, contentsOfSteps }
}

it('a task is cancelled with all that it launched, once, and told of', async () => {
  const { service, runner, add, statusOf, tasks, changes } = await openService()
  const first = add()
  const second = add(first)
  const third = add(second)
  const done = add(first)
  tasks.end(done, 'succeeded')
  expect(service.cancel(first).status).toBe('cancelled')
  expect([second, third, done].map(statusOf)).toEqual(['cancelled', 'cancelled', 'succeeded'])
  expect(runner.stop.mock.calls.flat()).toEqual([first, second, third])
  expect(changes.filter(({ type }) => type === 'task.changed')).toHaveLength(3)
  expect(() => service.cancel(first)).toThrow('The task has already ended: it is cancelled.')
  expect(() => service.cancel('another')).toThrow('There is no task another.')
})

it.each<[FinalStatus, 'model' | 'answer', boolean]>([
  ['failed', 'model', true],
  ['interrupted', 'model', true],
  ['cancelled', 'model', true],
  ['succeeded', 'model', false],
  ['failed', 'answer', false],
])('one that %s (%s) is tried again, and goes on from its steps: %s', async (status, kind, goesOn) => {
  const { service, runner, agent, atWork, tasks, contentsOfSteps } = await openService()
  const { id: agentId } = await agent({ kind })
  const { task, lease } = atWork(agentId)
  const step = tasks.startStep(task.id, lease, { kind: 'model', title: 'Asking', detail: {} })
  expect(() => service.retry(task.id)).toThrow('The task is still running.')
  tasks.end(task.id, status, { error: 'It broke.' })
  const again = service.retry(task.id)
  expect(again).toMatchObject({ status: 'queued', attempt: 2 })
  expect(again.error).toBeUndefined()
  expect(runner.wake).toHaveBeenCalled()
  expect(contentsOfSteps.ofTask(task.id).map(({ step: { id } }) => id)).toEqual(goesOn ? [step] : [])
  expect(service.get(task.id).steps).toHaveLength(1)
})

it('a step is shown with all that it holds, and what is asked without what only AIOS goes by', async () => {
  const { service, atWork, clerk, tasks, approvals, contentsOfSteps } = await openService()
  const { task, lease } = atWork(clerk.id)
  const id = tasks.startStep(task.id, lease, { kind: 'tool', title: 'Reading', detail: {} }) ?? ''
  contentsOfSteps.put(id, { text: 'All of it.' })
  expect(service.step(task.id, id)).toMatchObject({ title: 'Reading', content: { text: 'All of it.' } })
  expect(() => service.step(task.id, 'another')).toThrow('The task has no step another.')
  const asked = { call: '1', kind: 'call', tool: 't', title: 'Do it', risk: 'run', arguments: {} } as const
  approvals.ask(task.id, { ...asked, choices: undefined, identity: 'hash' }, () =>
    tasks.startStep(task.id, lease, { kind: 'approval', title: 'Asks', detail: {} }),
  )
  const [approval] = service.get(task.id).approvals
  expect(approval).toMatchObject({ tool: 't', status: 'pending' })
  expect(Object.keys(approval ?? {})).not.toEqual(expect.arrayContaining(['call']))
  expect(Object.keys(approval ?? {})).not.toEqual(expect.arrayContaining(['identity']))
})

it('a long list comes in slices, the newest first, and no more than was asked for', async () => {
  const { service, add } = await openService()
  const added = Array.from({ length: 120 }, () => add())
  const ids = service.list({}).map(({ id }) => id)
  expect(new Set(ids)).toEqual(new Set(added))
  const slices = [...service.slices({})]
  expect(slices.map(({ length }) => length)).toEqual([50, 50, 20])
  expect(slices.flat().map(({ id }) => id)).toEqual(ids)
  expect([...service.slices({ limit: 60 })].flat().map(({ id }) => id)).toEqual(ids.slice(0, 60))
})

it('what comes first can be said as long as a task is open', async () => {
  const { service, add, tasks } = await openService()
  const [low, high] = [add(), add()]
  service.change(low, { priority: 'low' })
  expect(service.change(high, { priority: 'high' }).priority).toBe('high')
  expect(tasks.claim()?.task.id).toBe(high)
  tasks.end(low, 'cancelled')
  expect(() => service.change(low, { priority: 'high' })).toThrow('The task has already ended')
})

it('all that a workspace has open is stopped, and waited for', async () => {
  const { service, runner, add, atWork, clerk, statusOf, workspaceId, tasks } = await openService()
  const done = add()
  tasks.end(done, 'succeeded')
  const { task } = atWork(clerk.id)
  const queued = add()
  await service.stopAll(workspaceId)
  expect([task.id, queued, done].map(statusOf)).toEqual(['cancelled', 'cancelled', 'succeeded'])
  expect(runner.idle).toHaveBeenCalledWith(expect.arrayContaining([queued, task.id]))
})
