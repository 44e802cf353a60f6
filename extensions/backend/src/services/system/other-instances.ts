import { background } from '../../base/background.ts'
import type { EventBus } from '../../base/events.ts'
import type { Logger } from '../../base/log.ts'
import type { Instance, InstanceStore } from '../../storage/database/instances.ts'

type Parts = {
  store: InstanceStore
  events: EventBus
  log: Logger
  /** Milliseconds between two looks. */
  pause?: number
}

/**
 * Instances on the same data do not hear each other's events. So each lets the others know, by a row of its own, when it
 * changed something, and tells its clients to ask again when another one did. What the server's connection wrote is counted
 * by SQLite, what came about in threads by the events that tell of it: nothing of our own can be taken for a neighbour's, and
 * no thread has to say that it writes.
 */
export const neighbourWatch = ({ store, events, log, pause = 2000 }: Parts) => {
  let timer: NodeJS.Timeout | undefined
  /** How far each of the others was at the last look; undefined until they know of us. */
  let known: Map<string, number> | undefined
  let changes = 0
  let wasEmitted = false
  const unwatch = events.watch(({ type }) => {
    wasEmitted ||= type !== 'reset'
  })

  const hasNews = (others: readonly Instance[]) => {
    if (!known) return others.length > 0 // who did not know of us told us nothing
    const names = new Set(others.map(({ name }) => name))
    return (
      others.some(({ name, change, isGone }) => isGone || change !== (known?.get(name) ?? 0)) ||
      [...known.keys()].some((name) => !names.has(name)) // its last words went with it
    )
  }

  const look = background('whether another instance wrote could not be seen', log, () => {
    const written = store.changes()
    if (!known) store.join()
    const others = store.others()
    if (others.length > 0 && (wasEmitted || written !== changes)) store.tell()
    for (const { name, isGone } of others) if (isGone) store.remove(name)
    wasEmitted = false
    changes = store.changes()
    const isNews = hasNews(others)
    known = new Map(others.filter(({ isGone }) => !isGone).map(({ name, change }) => [name, change]))
    if (isNews) events.emit({ type: 'reset' })
  })

  return {
    start(): void {
      timer = setInterval(look.run, pause).unref()
    },
    /** The last to be called before the database is closed: what was changed until then is told by leaving. */
    close(): void {
      clearInterval(timer)
      look.stop()
      unwatch()
      if (!known) return
      try {
        store.leave()
      } catch (error) {
        log.warn({ err: error }, 'other instances find out by themselves that this one ended')
      }
    },
  }
}
