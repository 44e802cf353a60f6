import { expect, it } from 'vitest'
import { checkScope, withinScope } from '../../../extensions/backend/src/services/tasks/agent-scope.ts'
import { openTasks } from './support.ts'

it('an agent is launched on what it sees only, and a task is about no more than that', async () => {
  const { agent, tasks, workspaceId } = await openTasks()
  const [one, two] = ['01900000-0000-7000-8000-0000000000c1', '01900000-0000-7000-8000-0000000000c2'] as const
  const narrow = await agent({ scope: { workspaceId, documentIds: [one] } })
  const request = { agentId: narrow.id, workspaceId, prompt: 'Why?' }
  checkScope(narrow, request)
  checkScope(narrow, { ...request, documentIds: [one] })
  expect(() => checkScope(narrow, { ...request, documentIds: [one, two] })).toThrow('can’t see all of these documents')
  expect(() => checkScope(narrow, { ...request, workspaceId: two })).toThrow('works in another workspace only')

  const [all, some] = [tasks.add(request), tasks.add({ ...request, documentIds: [one, two] })]
  expect(withinScope(all, narrow).documentIds).toEqual([one])
  expect(withinScope(some, narrow).documentIds).toEqual([one])
  expect(withinScope(some, await agent()).documentIds).toEqual([one, two])
})
