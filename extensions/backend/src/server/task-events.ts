import { setTimeout as delay } from 'node:timers/promises'
import type { SSEStreamingApi } from 'hono/streaming'
import { isOver } from '../shared/task-states.ts'
import type { Services } from './services.ts'
import { aborted } from './sse.ts'

/** Milliseconds after which the task is looked at unasked: another instance may be at work on it. */
const elsewhere = () => delay(2000, undefined, { ref: false })

/**
 * Sends what changed in a task after change number `last`, from the database each time something is said to have
 * changed, so that a client which comes back misses nothing; and what a model says while it speaks, from its first word.
 * Ends with the task.
 */
export const taskEvents = async (
  { tasks, events, live }: Pick<Services, 'tasks' | 'events' | 'live'>,
  { id, last }: { id: string; last: number },
  stream: SSEStreamingApi,
  signal: AbortSignal,
): Promise<void> => {
  let sent = last
  let changed = Promise.withResolvers<void>()
  const unlisten = events.watch((change) => {
    if (change.type === 'task.changed' && change.id === id) changed.resolve()
  })
  const hush = live.watch(id, () => changed.resolve())
  const spoken = live.reader(id)
  const gone = aborted(signal)
  try {
    while (!signal.aborted) {
      const news = tasks.since(id, sent)
      if (!news) return
      for (const { step, change } of news.steps) {
        await stream.writeSSE({ event: 'step', data: JSON.stringify(step), id: String(Math.max(change - 1, 0)) })
      }
      if (news.change > sent) {
        await stream.writeSSE({ event: 'task', data: JSON.stringify(news.task), id: String(news.change) })
      }
      sent = news.change
      for (const piece of spoken()) await stream.writeSSE({ event: 'text', data: JSON.stringify(piece) })
      if (isOver(news.task.status)) return
      await Promise.race([changed.promise, gone, elsewhere()])
      changed = Promise.withResolvers<void>()
    }
  } finally {
    unlisten()
    hush()
  }
}
