import { expect, it, onTestFinished } from 'vitest'
import { answerId } from '../../extensions/backend/src/services/agents/agents.ts'
import type { Task, TaskWithSteps } from '../../extensions/backend/src/shared/contract/tasks.ts'
import { openApp } from '../support/app.ts'
import { permit } from '../support/samples.ts'
import { until } from '../support/until.ts'

it('a task of no model that was cut off is run again, by itself, at each next start until it has ended', async () => {
  let app = await openApp()
  const { id } = await app.workspace()
  await app.post('/api/indexing', { paused: true })
  await app.upload(id, ['permit.md', permit])
  const task = await app.postJson<Task>('/api/agents/run', {
    ...{ agentId: answerId, workspaceId: id, prompt: 'What is the annual fee?' },
  })
  for (let start = 0; start < 2; start++) {
    await until(
      () => app.json<TaskWithSteps>(`/api/tasks/${task.id}`),
      ({ steps }) => steps.some(({ status }) => status === 'running'),
    )
    await app.close({ keep: true })
    app = await openApp({ dataDir: app.dataDir })
  }
  onTestFinished(() => app.close())
  await app.post('/api/indexing', { paused: false })
  const ended = await app.ended(task.id)
  expect(ended).toMatchObject({ status: 'succeeded', attempt: 1 })
  expect(ended).not.toHaveProperty('error')
  // What was cut off stands in its steps.
  expect(ended.steps.filter(({ status }) => status === 'interrupted')).toHaveLength(2)
  expect(ended.steps.some(({ status }) => status === 'running')).toBe(false)
})
