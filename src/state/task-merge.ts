import { isOver } from '../../extensions/backend/src/shared/task-states.ts'
import type { Task } from '../api/tasks.ts'

/**
 * What is to be shown of a task. The answer to a list can be older than what the task's own stream has said meanwhile, and
 * is without the result, which stays as it was known.
 */
export const latest = (fetched: Task, known: Task | undefined): Task => {
  if (!known || known.attempt < fetched.attempt) return fetched
  if (known.attempt > fetched.attempt || (isOver(known.status) && !isOver(fetched.status))) return known
  const { result = known.result, documentIds = known.documentIds } = fetched
  return { ...fetched, ...(result && { result }), ...(documentIds && { documentIds }) }
}

/** A list, the newest first, with these tasks in place of what it had of them. */
export const merged = (list: readonly Task[], tasks: readonly Task[]): Task[] => {
  const changed = new Map(tasks.map((task) => [task.id, task]))
  const kept = list.map((task) => {
    const now = changed.get(task.id)
    changed.delete(task.id)
    return now ?? task
  })
  if (changed.size === 0) return kept
  return [...changed.values(), ...kept].toSorted(
    (a, b) => b.createdAt.localeCompare(a.createdAt) || b.id.localeCompare(a.id),
  )
}
