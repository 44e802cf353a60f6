import type { Context } from 'hono'
import { type SSEStreamingApi, streamSSE } from 'hono/streaming'

/** Milliseconds between two comments that keep a quiet stream from being taken for a dead one. */
const keepAlive = 15_000

/**
 * Answers with an event stream that goes on until `work` resolves, the client leaves or the server ends. `signal` is
 * aborted in the last two cases.
 */
export const eventStream = (
  c: Context,
  ending: AbortSignal,
  work: (stream: SSEStreamingApi, signal: AbortSignal) => Promise<void>,
) => {
  c.header('X-Accel-Buffering', 'no')
  return streamSSE(c, async (stream) => {
    const left = new AbortController()
    stream.onAbort(() => left.abort())
    const timer = setInterval(() => void stream.write(': still here\n\n'), keepAlive)
    try {
      await stream.write(': welcome\n\n')
      await work(stream, AbortSignal.any([left.signal, ending]))
    } finally {
      clearInterval(timer)
    }
  })
}

/** Resolves when the signal is aborted. */
export const aborted = (signal: AbortSignal): Promise<void> =>
  signal.aborted
    ? Promise.resolve()
    : new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))

/** The number after which a client wants to go on: `Last-Event-ID`, or `lastEventId` in the query. */
export const lastEventId = (c: Context): number | undefined => {
  const sent = c.req.header('last-event-id') ?? c.req.query('lastEventId')
  const id = Number(sent)
  return sent !== undefined && sent !== '' && Number.isSafeInteger(id) && id >= 0 ? id : undefined
}
