import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { answerId } from '../../extensions/backend/src/services/agents/agents.ts'
import type { Schedule } from '../../extensions/backend/src/shared/contract/schedules.ts'
import type { Task } from '../../extensions/backend/src/shared/contract/tasks.ts'
import { startBackend } from '../support/backend.ts'
import { roleBelow } from '../support/processes.ts'
import { until } from '../support/until.ts'

it('each schedule that is due launches one task, whoever is killed meanwhile, of two instances on the same data', async () => {
  await using first = await startBackend()
  await using second = await startBackend({ dataDir: first.dataDir })
  const { id: workspaceId } = await first.workspace()
  const at = Date.now() + 3000
  const schedules = await Promise.all(
    Array.from({ length: 40 }, (_, n) =>
      first.postJson<Schedule>('/api/schedules', {
        agentId: answerId,
        workspaceId,
        prompt: `What is due on day ${n}?`,
        timing: { kind: 'once', at: new Date(at + n * 25).toISOString() },
      }),
    ),
  )
  for (let kill = 0; kill < 4; kill++) {
    await delay(Math.max(at - Date.now(), 0) + Math.random() * 300)
    const victim = kill % 2 === 0 ? first : second
    const server = await until(() => roleBelow(victim.pid, 'server'))
    process.kill(server as number, 'SIGKILL')
  }
  const list = () => first.json<Task[]>('/api/tasks').catch((): Task[] => [])
  const tasks = await until(
    list,
    (all) => all.length >= schedules.length && all.every(({ status }) => status === 'succeeded'),
    { limit: 60_000, pause: 100 },
  )
  expect(tasks.map(({ scheduleId }) => scheduleId).toSorted()).toEqual(schedules.map(({ id }) => id).toSorted())
  const after = await first.json<Schedule[]>('/api/schedules')
  expect(after.every(({ enabled, last }) => !enabled && last?.status === 'succeeded')).toBe(true)
})
