import { vi } from 'vitest'
import { AppError } from '../../../extensions/backend/src/base/errors.ts'
import { scheduleLaunch } from '../../../extensions/backend/src/services/schedules/launch.ts'
import type { TaskService } from '../../../extensions/backend/src/services/tasks/tasks.ts'
import type { Timing } from '../../../extensions/backend/src/shared/contract/schedules.ts'
import type { Task } from '../../../extensions/backend/src/shared/contract/tasks.ts'
import { type ScheduleFacts, scheduleStore } from '../../../extensions/backend/src/storage/tasks/schedules.ts'
import { log, openTasks } from '../tasks/support.ts'

/** Schedules on a database of their own; tasks are checked as `refusal` says, and begin nothing. */
export const openSchedules = async ({ refusal = () => undefined as string | undefined } = {}) => {
  const opened = await openTasks()
  const store = scheduleStore(opened.db)
  const launched: Task[] = []
  const tasks = {
    check() {
      const words = refusal()
      if (words !== undefined) throw new AppError('task.refused', words)
    },
    add: opened.tasks.add,
    launched(task: Task) {
      launched.push(task)
      return task
    },
  } as unknown as TaskService
  const launch = scheduleLaunch({ store, tasks, agents: opened.agents, events: opened.events, log })
  const clerk = await opened.agent()
  const facts = (timing: Timing, more: Partial<ScheduleFacts> = {}): ScheduleFacts => ({
    ...{ workspaceId: opened.workspaceId, agentId: clerk.id, name: 'Daily', prompt: 'What is due?' },
    ...{ priority: 'normal', timing, missed: 'once', enabled: true, ...more },
  })
  return { ...opened, store, launch, launched, clerk, facts, taskService: tasks, wake: vi.fn() }
}
