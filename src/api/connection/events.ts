import type { AppEvent } from '../../../extensions/backend/src/shared/contract/events.ts'
import { serverEvents } from '../../base/server-events.ts'
import type { Api } from '../client.ts'
import type { Connection } from './connection.ts'

/** Milliseconds before a broken stream is opened again, and the longest such wait. */
const wait = { first: 200, longest: 5000 }

type Handlers = {
  event: (event: AppEvent) => void
  /** Events were missed: everything shown may be old. */
  reset: () => void
}

/**
 * The backend's hints, from `GET /api/events`. Each is told once; a gap in `seq` or a stream that could not be replayed becomes
 * a reset.
 */
export const followEvents = ({ api, connection }: { api: Api; connection: Connection }, to: Handlers) => {
  const stop = new AbortController()
  const take = inOrder(to)
  let lastId = ''

  const read = async () => {
    const headers: Record<string, string> = lastId ? { 'Last-Event-ID': lastId } : {}
    const response = await api.fetch('/api/events', { headers, signal: stop.signal })
    if (!lastId) to.reset()
    for await (const { id, data } of serverEvents(response)) {
      if (id) lastId = id
      if (data) take(JSON.parse(data) as AppEvent)
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

  void run()
  return () => stop.abort()
}

/** Tells events once, and a reset in place of one that comes after a gap. */
export const inOrder = (to: Handlers) => {
  let last: number | undefined
  return (event: AppEvent): void => {
    const { seq, type } = event
    if (type !== 'reset' && last !== undefined && seq <= last) return
    const isGap = last !== undefined && seq !== last + 1
    last = seq
    if (type === 'reset' || isGap) to.reset()
    else to.event(event)
  }
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
