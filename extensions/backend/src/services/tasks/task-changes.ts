import type { EventBus } from '../../base/events.ts'
import type { AppEvent } from '../../shared/contract/events.ts'
import type { TaskStore } from '../../storage/tasks/tasks.ts'

type Told = Omit<Extract<AppEvent, { type: 'task.changed' }>, 'type' | 'seq'>

/** Tells clients how a task is now. */
export const tellOfTask = (events: EventBus, { id, workspaceId, status }: Told): void =>
  events.emit({ type: 'task.changed', id, workspaceId, status })

/** The same of one whose state has to be looked up; nothing where it is gone. */
export const tellHowTaskIs = (events: EventBus, tasks: Pick<TaskStore, 'find'>, id: string): void => {
  const task = tasks.find(id)
  if (task) tellOfTask(events, task)
}
