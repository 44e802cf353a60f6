import { randomUUIDv7 } from 'node:crypto'
import { expect, it } from 'vitest'
import type { TaskWithSteps } from '../../../extensions/backend/src/shared/contract/tasks.ts'
import { openDatabase } from '../../../extensions/backend/src/storage/database/database.ts'
import { workspaceStore } from '../../../extensions/backend/src/storage/library/workspaces.ts'
import { stepContentStore } from '../../../extensions/backend/src/storage/tasks/step-contents.ts'
import { taskStore } from '../../../extensions/backend/src/storage/tasks/tasks.ts'
import { temporaryFolder } from '../../support/folder.ts'

it('a task that was brought from elsewhere begins anew when it is run again: what its steps held stayed there', async () => {
  using db = await openDatabase(temporaryFolder())
  const tasks = taskStore(db)
  const at = '2026-11-20T00:00:00.000Z'
  const [id, agentId, stepId] = [randomUUIDv7(), randomUUIDv7(), randomUUIDv7()]
  const { workspace } = workspaceStore(db).add('Elsewhere')
  const step = { id: stepId, taskId: id, number: 1, attempt: 1, kind: 'model', status: 'done', title: 'Asked' } as const
  const task: TaskWithSteps = {
    ...{ id, agentId, workspaceId: workspace.id, prompt: 'Go.', status: 'interrupted', attempt: 1, createdAt: at },
    steps: [{ ...step, detail: {}, startedAt: at, finishedAt: at }],
    approvals: [],
  }
  expect(tasks.restore(task)).toBe(true)
  expect(tasks.again(id, { goesOn: true })).toBe(true)
  expect(tasks.steps(id)).toHaveLength(1)
  expect(stepContentStore(db).ofTask(id)).toEqual([])
})
