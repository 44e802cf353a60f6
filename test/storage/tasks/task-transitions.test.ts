import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { endLease } from '../../../extensions/backend/src/base/lease.ts'
import type { Approval } from '../../../extensions/backend/src/shared/contract/approvals.ts'
import {
  finalStatuses,
  isOver,
  type TaskStatus,
  taskStatuses,
  transitions,
} from '../../../extensions/backend/src/shared/task-states.ts'
import { type Database, openDatabase } from '../../../extensions/backend/src/storage/database/database.ts'
import { workspaceStore } from '../../../extensions/backend/src/storage/library/workspaces.ts'
import { type ApprovalStore, approvalStore } from '../../../extensions/backend/src/storage/tasks/approvals.ts'
import { type Parent, type TaskStore, taskStore } from '../../../extensions/backend/src/storage/tasks/tasks.ts'

let db: Database
let tasks: TaskStore
let approvals: ApprovalStore
let workspaceId: string

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'aios-test-'))
  db = await openDatabase(folder)
  tasks = taskStore(db)
  approvals = approvalStore(db)
  workspaceId = workspaceStore(db).add('W').workspace.id
  return () => {
    db.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
beforeEach(() => db.exec('DELETE FROM task'))

type Asking = { id: string; lease: string; approval: Approval }

/** A task at work that has asked its user something. */
const asking = (parent?: Parent): Asking => {
  const { id } = tasks.add({ agentId: 'a', workspaceId, prompt: 'Why?' }, parent)
  const claim = tasks.claim()
  if (claim?.task.id !== id) throw new Error('Another task was claimed.')
  const step = { kind: 'approval', title: 'Asks', detail: {} } as const
  const asked = { call: '1', kind: 'call', tool: 't', title: 'Do it', risk: 'run', arguments: {} } as const
  const approval = approvals.ask(id, { ...asked, choices: undefined, identity: undefined }, () =>
    tasks.startStep(id, claim.lease, step),
  )
  if (!approval) throw new Error('The claim was lost.')
  return { id, lease: claim.lease, approval }
}

const statusOf = (id: string) => tasks.find(id)?.status as TaskStatus
const changeOf = (id: string) => tasks.since(id, 0)?.change as number
const said = { title: 'Allowed once', detail: { decision: 'once' } }

/** All states, with the two ways to wait, each reached by transitions of the store. */
const states: Record<string, { status: TaskStatus; reach(task: Asking): unknown }> = {
  queued: { status: 'queued', reach: ({ id, lease }) => tasks.leave(id, lease) },
  running: { status: 'running', reach: () => true },
  held: { status: 'waiting', reach: ({ id, lease }) => tasks.hold(id, lease) },
  parked: { status: 'waiting', reach: ({ id, lease }) => tasks.park(id, lease, () => true) },
  ...Object.fromEntries(
    finalStatuses.map((status) => [status, { status, reach: ({ id }: Asking) => tasks.end(id, status) }]),
  ),
}

const decide = ({ approval }: Asking) => tasks.decide(approval, { decision: 'once' }, said)

/** Each transition, and in which of its states with the status it begins in it is possible at all. */
const moves: Record<keyof typeof transitions, { move(task: Asking): unknown; only?: readonly string[] }> = {
  claim: {
    move({ lease }) {
      endLease(lease) // whoever worked on it is gone
      return tasks.claim()
    },
    only: ['queued', 'running', 'held'],
  },
  hold: { move: ({ id, lease }) => tasks.hold(id, lease) },
  park: { move: ({ id, lease }) => tasks.park(id, lease, () => true), only: ['running', 'held'] },
  resume: { move: decide, only: ['held'] },
  wake: { move: decide, only: ['parked'] },
  leave: { move: ({ id, lease }) => tasks.leave(id, lease), only: ['running', 'held'] },
  end: { move: ({ id }) => tasks.end(id, 'failed', { error: 'It broke.' }) },
  again: { move: ({ id }) => tasks.again(id) },
}

it('a status is of a task that is open, or of one that is over', () => {
  expect(new Set(Object.values(states).map(({ status }) => status))).toEqual(new Set(taskStatuses))
  expect(taskStatuses.filter(isOver)).toEqual([...finalStatuses])
})

describe.each(Object.entries(states))('a task that is %s', (state, { status, reach }) => {
  it.each(Object.entries(moves))('can %s only where it may', (name, { move, only }) => {
    const { from, to } = transitions[name as keyof typeof transitions]
    const task = asking()
    expect(reach(task)).toBe(true)
    expect(statusOf(task.id)).toBe(status)
    const before = changeOf(task.id)

    const moved = move(task)

    const may = (from as readonly TaskStatus[]).includes(status) && (only?.includes(state) ?? true)
    if (may) {
      expect(moved).toBeTruthy()
      expect(to).toContain(statusOf(task.id))
      expect(changeOf(task.id)).toBeGreaterThan(before)
    } else if (move === decide) {
      // Whatever else it is at, what was decided is stored while it is open.
      expect(moved).toBe(!isOver(status))
      const after = { held: 'running', parked: 'queued' } as Record<string, TaskStatus>
      expect(statusOf(task.id)).toBe(after[state] ?? status)
    } else {
      expect(moved).toBeFalsy()
      expect(statusOf(task.id)).toBe(status)
      expect(changeOf(task.id)).toBe(before)
    }
  })

  it('ends in each of the ways that there are, once', () => {
    for (const end of finalStatuses) {
      const task = asking()
      reach(task)
      expect(tasks.end(task.id, end)).toBe(!isOver(status))
      expect(statusOf(task.id)).toBe(isOver(status) ? status : end)
      expect(approvals.find(task.id, task.approval.id)?.status).toBe('withdrawn')
      expect(tasks.steps(task.id).some((step) => step.status === 'running')).toBe(false)
    }
  })
})

describe('a task that is at work for somebody', () => {
  it('is no one else’s to hold, park, leave or end', () => {
    const { id } = asking()
    expect(tasks.hold(id, 'another')).toBe(false)
    expect(tasks.park(id, 'another', () => true)).toBe(false)
    expect(tasks.leave(id, 'another')).toBe(false)
    expect(tasks.end(id, 'failed', { lease: 'another' })).toBe(false)
    expect(statusOf(id)).toBe('running')
  })

  it('is not put aside for what has come meanwhile', () => {
    const { id, lease } = asking()
    expect(tasks.park(id, lease, () => false)).toBe(false)
    expect(statusOf(id)).toBe('running')
  })
})

describe('those that launched a task', () => {
  /** Two that are parked, one above the other, and the one below them that asked. */
  const line = () => {
    const first = asking()
    tasks.park(first.id, first.lease, () => true)
    const second = asking({ id: first.id, call: '1' })
    tasks.park(second.id, second.lease, () => true)
    const third = asking({ id: second.id, call: '1' })
    tasks.park(third.id, third.lease, () => true)
    return { first, second, third }
  }

  it('go on when what it asked was decided, all the way up', () => {
    const { first, second, third } = line()
    decide(third)
    expect([first, second, third].map(({ id }) => statusOf(id))).toEqual(['queued', 'queued', 'queued'])
  })

  it('go on when it ended', () => {
    const { first, second, third } = line()
    tasks.end(third.id, 'failed')
    expect([first, second, third].map(({ id }) => statusOf(id))).toEqual(['queued', 'queued', 'failed'])
  })

  it('stay as they are while somebody works on them, or when they have ended', () => {
    const first = asking()
    const second = asking({ id: first.id, call: '1' })
    tasks.hold(first.id, first.lease)
    tasks.end(second.id, 'succeeded')
    expect(statusOf(first.id)).toBe('waiting')
    expect(tasks.isOurs(first.id, first.lease)).toBe(true)

    tasks.end(first.id, 'cancelled')
    const third = asking({ id: first.id, call: '2' })
    decide(third)
    expect(statusOf(first.id)).toBe('cancelled')
  })
})

it('what is allowed for always is kept with the decision, once', () => {
  const task = asking()
  expect(tasks.decide(task.approval, { decision: 'deny' }, said)).toBe(true)
  expect(tasks.decide(task.approval, { decision: 'always' }, said)).toBe(false)
  expect(approvals.find(task.id, task.approval.id)?.decision).toBe('deny')
  expect(db.prepare('SELECT count(*) AS n FROM agent_grant').get()).toEqual({ n: 0 })
})
