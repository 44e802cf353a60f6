import { expect, it } from 'vitest'
import type { AllTools } from '../../../extensions/backend/src/agents/run-tools.ts'
import { taskLibraries } from '../../../extensions/backend/src/services/tasks/task-library.ts'

it('a run’s documents are offered under a token of its own, which ends with it', () => {
  const libraries = taskLibraries({ port: () => 4321 })
  const [one, two] = [{ signal: new AbortController().signal }, { signal: new AbortController().signal }] as AllTools[]
  const [first, second] = [libraries.offer(one as AllTools), libraries.offer(two as AllTools)]
  expect(first.url).toBe('http://127.0.0.1:4321/mcp/task')
  expect(first.token).not.toBe(second.token)
  expect(libraries.find(`Bearer ${first.token}`)).toBe(one)
  expect(libraries.find(`Bearer ${second.token}`)).toBe(two)
  first.end()
  expect(libraries.find(`Bearer ${first.token}`)).toBeUndefined()
  expect(libraries.find(`Bearer ${second.token}`)).toBe(two)
  for (const header of [undefined, '', 'Bearer ', `Basic ${second.token}`])
    expect(libraries.find(header)).toBeUndefined()
})
