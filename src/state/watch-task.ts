import { isOver } from '../../extensions/backend/src/shared/task-states.ts'
import { ApiError } from '../api/client.ts'
import type { Step, Task, tasksApi } from '../api/tasks.ts'

type To = {
  task: (task: Task) => void
  steps: (steps: readonly Step[]) => void
  /** What a model is saying just now; empty once it has said it. */
  streamed: (words: string) => void
  error: (error: Error) => void
}

/** Milliseconds before a broken stream is opened again. */
const RETRY_MS = 300

/**
 * Follows a task to its end: first as it stands, then as it goes on, over as many connections as it takes. Gives back
 * the way to stop.
 */
export const watchTask = (api: ReturnType<typeof tasksApi>, id: string, to: To): (() => void) => {
  const abort = new AbortController()
  const { signal } = abort

  const follow = async (): Promise<'over' | 'broken'> => {
    const { steps, ...task } = await api.get(id, signal)
    to.steps(steps)
    to.task(task)
    if (isOver(task.status)) return 'over'
    let known = steps
    let current = { stepId: '', words: '' }
    to.streamed('')
    for await (const event of api.events(id, signal)) {
      if (event.type === 'step') {
        known = [...known.filter((step) => step.id !== event.step.id), event.step].sort((a, b) => a.number - b.number)
        to.steps(known)
        if (event.step.id === current.stepId && event.step.status !== 'running') to.streamed('')
      } else if (event.type === 'text') {
        const { stepId, channel, offset, delta } = event.saying
        if (channel !== 'text') continue
        current = { stepId, words: (stepId === current.stepId ? current.words.slice(0, offset) : '') + delta }
        to.streamed(current.words)
      } else {
        to.task(event.task)
        if (isOver(event.task.status)) return 'over'
      }
    }
    return 'broken'
  }

  const run = async () => {
    while (!signal.aborted) {
      try {
        if ((await follow()) === 'over') return
      } catch (error) {
        if (signal.aborted) return
        // A refusal will not change; a connection that broke comes back.
        if (error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 401) {
          return to.error(error)
        }
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  }

  void run()
  return () => abort.abort()
}
