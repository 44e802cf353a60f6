import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { parked, type Run, Unfinished } from '../../../extensions/backend/src/agents/agent.ts'
import type { AllTools } from '../../../extensions/backend/src/agents/run-tools.ts'
import { AppError } from '../../../extensions/backend/src/base/errors.ts'
import { taskRunner } from '../../../extensions/backend/src/services/tasks/task-queue.ts'
import { usualQueue } from '../../../extensions/backend/src/shared/contract/queue.ts'
import type { Result } from '../../../extensions/backend/src/shared/contract/tasks.ts'
import { log, openTasks } from './support.ts'

const said = (markdown: string): Result => ({ mode: 'model', markdown, citations: [], artifacts: [] })

type Given = Parameters<typeof taskRunner>[0]

/** The queue of tasks, whose agents work as `run` says. */
const openQueue = async (run: Run, parts: Partial<Given> & { afterCrash?: boolean } = {}) => {
  const opened = await openTasks(parts)
  const { tasks, agents, events, workspaceId } = opened
  const room = { isFull: () => false, failed: vi.fn() } as unknown as Given['room']
  const runner = taskRunner({
    ...{ store: tasks, agents, room, events, log },
    toolsFor: ({ lease, signal, waiting }) => ({ lease, signal, waiting }) as unknown as AllTools,
    settings: () => usualQueue,
    providerOf: () => undefined,
    runOf: async () => run,
    soFar: async () => undefined,
    ...parts,
  })
  onTestFinished(() => runner.close())
  const clerk = await opened.agent()
  const add = (agentId = clerk.id) => tasks.add({ agentId, workspaceId, prompt: 'Why?' }).id
  const ended = (id: string, status: string) =>
    vi.waitFor(() => expect(opened.statusOf(id)).toBe(status), { timeout: 20_000 })
  return { ...opened, runner, clerk, add, ended, room }
}

const untilStopped: Run = (_, { signal }) =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))

describe('a task of the queue', () => {
  it('is done, and its result is stored and told of', async () => {
    const { runner, add, ended, tasks, changes } = await openQueue(async ({ prompt }) =>
      said(`Because of “${prompt}”.`),
    )
    const id = add()
    runner.wake()
    await ended(id, 'succeeded')
    expect(tasks.find(id)?.result?.markdown).toBe('Because of “Why?”.')
    await runner.idle([id])
    expect(changes).toContainEqual(expect.objectContaining({ type: 'task.changed', id, status: 'succeeded' }))
  })

  it.each([
    [new AppError('x', 'The page is gone. Take another.'), 'failed', 'The page is gone. Take another.'],
    [new Error('secret'), 'failed', 'The task failed because of an error in AIOS. The log has details.'],
    [
      new Unfinished('x', 'It was cut off.', { status: 'interrupted', result: said('Half') }),
      'interrupted',
      'It was cut off.',
    ],
  ])('that fails says why, in words for people: %s', async (error, status, words) => {
    const { runner, add, ended, tasks } = await openQueue(() => Promise.reject(error))
    const id = add()
    runner.wake()
    await ended(id, status)
    expect(tasks.find(id)).toMatchObject({ error: words })
    expect(tasks.find(id)?.result?.markdown).toBe(error instanceof Unfinished ? 'Half' : undefined)
  })

  it('that was put aside is not ended', async () => {
    const { runner, add, ended, tasks } = await openQueue(async ({ id }, tools) => {
      tasks.park(id, (tools as unknown as { lease: string }).lease, () => true)
      return parked
    })
    const id = add()
    runner.wake()
    await ended(id, 'waiting')
    await runner.idle([id])
    expect(tasks.find(id)).toMatchObject({ status: 'waiting' })
  })

  it('that is cancelled is let go, and keeps what it had', async () => {
    const { runner, add, ended, tasks } = await openQueue(untilStopped, { soFar: async () => said('So far.') })
    const id = add()
    runner.wake()
    await ended(id, 'running')
    tasks.end(id, 'cancelled')
    runner.stop(id)
    await vi.waitFor(() => expect(tasks.find(id)?.result?.markdown).toBe('So far.'), 10_000)
    await runner.idle([id])
  })

  it('over which servers crashed again and again is left alone', async () => {
    const run = vi.fn<Run>(async () => said('Fine.'))
    const { runner, add, ended, db, tasks } = await openQueue(run, { afterCrash: true })
    const id = add()
    for (let crash = 0; crash < 2; crash++) {
      const lease = tasks.claim()?.lease ?? ''
      db.prepare('UPDATE task SET lease_until = 0, lease_owner = ? WHERE id = ?').run(`gone-${lease}`, id)
    }
    runner.wake()
    await ended(id, 'failed')
    expect(tasks.find(id)?.error).toContain('ended the program 2 times')
    expect(run).not.toHaveBeenCalled()
  })
})

describe('the queue of tasks', () => {
  it('has no more at work than it may, and gives the place of one that waits to the next', async () => {
    const going = new Map<string, { go(): void; wait(): Promise<void> }>()
    const { runner, add, ended, statusOf } = await openQueue(
      async ({ id }, tools) => {
        const { waiting } = tools as unknown as { waiting(isWaiting: boolean): Promise<void> }
        const { promise, resolve } = Promise.withResolvers<void>()
        going.set(id, { go: resolve, wait: () => waiting(true) })
        await promise
        return said('Done.')
      },
      { settings: () => ({ ...usualQueue, tasksAtOnce: 1 }) },
    )
    const ids = [add(), add()]
    runner.wake()
    await vi.waitFor(() => expect(going.size).toBe(1), 10_000)
    // Added in the same millisecond, either may come first.
    const [first = ''] = going.keys()
    const second = ids.find((id) => id !== first) as string
    expect(statusOf(second)).toBe('queued')
    await going.get(first)?.wait()
    await vi.waitFor(() => expect([...going.keys()]).toEqual([first, second]), 10_000)
    for (const { go } of going.values()) go()
    await Promise.all([ended(first, 'succeeded'), ended(second, 'succeeded')])
  })

  it('begins nothing while it is paused, nor while the disk is full', async () => {
    let paused = true
    const isFull = vi.fn(() => false)
    const room = { isFull, failed: vi.fn() } as unknown as Given['room']
    const settings = () => ({ ...usualQueue, paused })
    const { runner, add, ended, statusOf } = await openQueue(async () => said('Done.'), { room, settings })
    const id = add()
    runner.wake()
    expect(statusOf(id)).toBe('queued')
    paused = false
    isFull.mockReturnValue(true)
    runner.wake()
    expect(statusOf(id)).toBe('queued')
    isFull.mockReturnValue(false)
    runner.wake()
    await ended(id, 'succeeded')
  })

  it('leaves what runs for the next start when it closes, and what a program did as interrupted', async () => {
    const { runner, add, ended, agent, statusOf, tasks } = await openQueue(untilStopped)
    const program = await agent({ name: 'Helper', kind: 'external', external: { command: 'helper' } })
    const [own, programs] = [add(), add(program.id)]
    runner.wake()
    await Promise.all([ended(own, 'running'), ended(programs, 'running')])
    await runner.close()
    expect([statusOf(own), statusOf(programs)]).toEqual(['queued', 'interrupted'])
    expect(tasks.find(programs)?.error).toContain('AIOS was closed')
  })
})
