import type { AppEvent } from '../../../extensions/backend/src/shared/contract/events.ts'
import { serverEvents } from '../../base/server-events.ts'
import type { Api } from '../client.ts'
import type { Connection } from './connection.ts'
import type { Link } from './link.ts'

/** Milliseconds that a missing event may come late (the core's broadcast and the stream run side by side). */
const GRACE_MS = 500
/** Milliseconds before a broken stream is opened again, and the longest such wait. */
const wait = { first: 200, longest: 5000 }

type Handlers = {
  event: (event: AppEvent) => void
  /** Events were missed: everything shown may be old. */
  reset: () => void
}

/**
 * The backend's hints, in one row: from `GET /api/events` and, in the shell, from the core's broadcasts as well. Each
 * is told once; a gap in `seq` or a stream that could not be replayed becomes a reset.
 */
export const followEvents = (
  { api, connection, link }: { api: Api; connection: Connection; link: Link },
  to: Handlers,
) => {
  const stop = new AbortController()
  const row = inOrder(to)
  let lastId = ''

  const read = async () => {
    const headers: Record<string, string> = lastId ? { 'Last-Event-ID': lastId } : {}
    const response = await api.fetch('/api/events', { headers, signal: stop.signal })
    if (!lastId) to.reset()
    for await (const { id, data } of serverEvents(response)) {
      if (id) lastId = id
      if (data) row.take(JSON.parse(data) as AppEvent)
    }
  }

  const run = async () => {
    for (let failures = 0; !stop.signal.aborted; failures++) {
      const began = Date.now()
      await read().catch(() => undefined) // a broken stream is opened again; what was missed comes by replay or reset
      if (stop.signal.aborted) return
      connection.suspect()
      if (Date.now() - began > wait.longest) failures = 0
      await new Promise((resolve) => setTimeout(resolve, Math.min(wait.first * 2 ** failures, wait.longest)))
      await untilConnected(connection, stop.signal)
    }
  }

  link.listen({ ready: () => undefined, state: () => undefined, event: (event) => row.take(event) })
  void run()
  return () => stop.abort()
}

/** Tells events once, and a reset when one stays away. */
export const inOrder = (to: Handlers, grace = GRACE_MS) => {
  let last: number | undefined
  const ahead = new Set<number>()
  let timer: ReturnType<typeof setTimeout> | undefined

  const missing = () => {
    timer = undefined
    if (ahead.size > 0) reset(Math.max(...ahead))
  }

  const reset = (seq: number) => {
    last = seq
    ahead.clear()
    to.reset()
  }

  const take = (event: AppEvent) => {
    last ??= event.seq - 1
    if (event.seq <= last || ahead.has(event.seq)) return
    ahead.add(event.seq)
    while (ahead.delete(last + 1)) last++
    if (ahead.size > 0 && timer === undefined) timer = setTimeout(missing, grace)
    to.event(event)
  }

  return { take: (event: AppEvent): void => (event.type === 'reset' ? reset(event.seq) : take(event)) }
}

const untilConnected = (connection: Connection, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const look = () => {
      if (connection.value.state !== 'connected' && !signal.aborted) return
      stop()
      resolve()
    }
    const stop = connection.subscribe(look)
    signal.addEventListener('abort', look, { once: true })
    look()
  })
