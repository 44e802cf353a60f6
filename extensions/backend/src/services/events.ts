import type { AppEvent } from '../contract/events.ts'

type Unnumbered<T> = T extends unknown ? Omit<T, 'seq'> : never
export type Change = Unnumbered<AppEvent>

/** Milliseconds between two events about the same thing; what changes in between is told once, with its last state. */
const pause = 100
/** How many things of a workspace are told one by one at a time; above that the workspace as a whole has changed. */
const burst = 20
/** How many past events a client that comes back can catch up on. */
const memory = 1000

/**
 * Hints about what changed. Coalesced: the first is told at once, then at most every 100 ms. `seq` starts at the
 * clock's microseconds, so that it rises across restarts too.
 */
export const eventBus = () => {
  let seq = Date.now() * 1000
  const past: AppEvent[] = []
  const listeners = new Set<(event: AppEvent) => void>()
  const waiting = new Map<string, Change>()
  let timer: NodeJS.Timeout | undefined

  const tell = (change: Change) => {
    seq += 1
    const event = { ...change, seq } as AppEvent
    past.push(event)
    if (past.length > memory) past.shift()
    for (const listener of listeners) listener(event)
  }

  const flush = () => {
    timer = undefined
    if (waiting.size === 0) return
    const changes = [...waiting.values()]
    waiting.clear()
    timer = setTimeout(flush, pause).unref()
    for (const change of summed(changes)) tell(change)
  }

  return {
    emit(change: Change): void {
      waiting.set(keyOf(change), change)
      if (!timer) flush()
    },
    /** Calls back with every event from now on; gives back how to stop. */
    listen(listener: (event: AppEvent) => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    /** Events after `last`; a lone `reset` when they are no longer all there. */
    since(last: number): AppEvent[] {
      if (last >= seq) return last === seq ? [] : [{ type: 'reset', seq }]
      const first = past[0]?.seq ?? seq + 1
      if (last < first - 1) return [{ type: 'reset', seq }]
      return past.filter((event) => event.seq > last)
    },
    /** The number of the latest event. */
    get seq() {
      return seq
    },
  }
}
export type EventBus = ReturnType<typeof eventBus>

const keyOf = (change: Change) => ('id' in change ? `${change.type} ${change.id}` : change.type)

const summed = (changes: Change[]): Change[] => {
  if (changes.length <= burst) return changes
  const workspaces = new Set(changes.flatMap((change) => ('workspaceId' in change ? [change.workspaceId] : [])))
  const rest = changes.filter((change) => !('workspaceId' in change))
  return [...rest, ...[...workspaces].map((id) => ({ type: 'workspace.changed', id, status: 'present' }) as const)]
}
