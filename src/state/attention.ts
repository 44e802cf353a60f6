import { isOver } from '../../extensions/backend/src/shared/task-states.ts'
import type { Task } from '../api/tasks.ts'
import { text } from '../strings/index.ts'
import type { Approvals } from './approvals.ts'
import type { Tasks } from './tasks.ts'

/** Milliseconds that a task takes at least for its end to be worth a notification. */
const LONG_TASK_MS = 60_000

type Stores = { approvals: Pick<Approvals, 'subscribe' | 'waiting'>; tasks: Pick<Tasks, 'subscribe'> }

/** Notifies of what begins to wait for the user, and of the end of tasks that took long. Gives back the way to stop. */
export const watchAttention = ({ approvals, tasks }: Stores, tell: (title: string, body: string) => void) => {
  let asked: ReadonlySet<string> | undefined
  const open = new Set<string>()

  const stops = [
    approvals.subscribe(({ items }) => {
      const before = asked
      asked = new Set(items?.map(({ id }) => id))
      const isNew = before && [...asked].some((id) => !before.has(id))
      if (isNew) tell(text.attention.needsDecisionTitle, text.attention.needsDecision(approvals.waiting))
    }),
    tasks.subscribe(({ all = [] }) => {
      for (const task of all) {
        if (!isOver(task.status)) open.add(task.id)
        else if (open.delete(task.id)) ended(task)
      }
    }),
  ]

  const ended = ({ status, startedAt, finishedAt, parentId }: Task) => {
    const took = startedAt && finishedAt ? Date.parse(finishedAt) - Date.parse(startedAt) : 0
    if (took < LONG_TASK_MS || parentId || status === 'cancelled') return
    const title = status === 'succeeded' ? text.attention.doneTitle : text.attention.failedTitle
    tell(title, text.attention.took(text.format.duration(took)))
  }

  return () => {
    for (const stop of stops) stop()
  }
}
