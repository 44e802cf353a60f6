import type { AppEvent } from '../shared/contract/events.ts'

type Unnumbered<T> = T extends unknown ? Omit<T, 'seq'> : never
export type Change = Unnumbered<AppEvent>

type InWorkspace = Extract<Change, { type: 'document.changed' | 'task.changed' }>

/** Milliseconds between two events: at most ten a second. What changes again meanwhile is told once, as it is then. */
const pause = 100
/** How many changed documents, or tasks, may wait to be told one by one; above that their workspace as a whole has changed. */
const burst = 10
/** How many past events a client that comes back can catch up on. */
const memory = 1000

/**
 * Hints about what changed. The first is told at once, then one every 100 ms, tasks before documents. `seq` starts at the
 * clock's microseconds, so that it rises across restarts too.
 */
export const eventBus = () => {
  let seq = Date.now() * 1000
  const past: AppEvent[] = []
  const listeners = new Set<(event: AppEvent) => void>()
  const watchers = new Set<(change: Change) => void>()
  const waiting = new Map<string, Change>()
  let timer: NodeJS.Timeout | undefined

  const tell = (change: Change) => {
    seq += 1
    const event = { ...change, seq } as AppEvent
    past.push(event)
    if (past.length > memory) past.shift()
    for (const listener of listeners) listener(event)
  }

  /**
   * Many changed documents or tasks become their workspace's change; one that goes is told as gone and nothing else. A task
   * that waits for its user is told all the same.
   */
  const sumUp = (isOne: (change: Change) => change is InWorkspace) => {
    const many = [...waiting].filter((entry): entry is [string, InWorkspace] => isOne(entry[1]))
    if (many.length <= burst) return
    for (const [key, { workspaceId: id }] of many) {
      waiting.delete(key)
      const whole: Change = { type: 'workspace.changed', id, status: 'present' }
      if (!waiting.has(keyOf(whole))) waiting.set(keyOf(whole), whole)
    }
  }

  const flush = () => {
    timer = undefined
    sumUp((change): change is InWorkspace => change.type === 'document.changed')
    sumUp((change): change is InWorkspace => change.type === 'task.changed' && change.status !== 'waiting')
    const [key, change] = [...waiting].find(([, { type }]) => type !== 'document.changed') ?? [...waiting][0] ?? []
    if (key === undefined || change === undefined) return
    waiting.delete(key)
    timer = setTimeout(flush, pause).unref()
    tell(change)
  }

  return {
    emit(change: Change): void {
      for (const watcher of watchers) watcher(change)
      waiting.set(keyOf(change), change)
      if (!timer) flush()
    },
    /** Calls back with every event from now on; gives back how to stop. */
    listen: (listener: (event: AppEvent) => void) => joined(listeners, listener),
    /** The same for every single change, at once: for work in this process. */
    watch: (watcher: (change: Change) => void) => joined(watchers, watcher),
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

const joined = <T>(all: Set<T>, one: T): (() => void) => {
  all.add(one)
  return () => all.delete(one)
}
