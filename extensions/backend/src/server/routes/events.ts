import { Hono } from 'hono'
import type { AppEvent } from '../../shared/contract/events.ts'
import type { Services } from '../services.ts'
import { aborted, eventStream, lastEventId } from '../sse.ts'
import { describe } from '../validate.ts'

export const eventRoutes = ({ events, ending }: Services) =>
  new Hono().get(
    '/events',
    describe('What changes, as hints; goes on until the client leaves', {
      status: 200,
      media: 'text/event-stream',
      what: 'SSE',
    }),
    (c) => {
      const last = lastEventId(c)
      return eventStream(c, ending, async (stream, signal) => {
        // What comes while the missed ones are being written waits behind them.
        const queue: AppEvent[] = last === undefined ? [] : events.since(last)
        let news = Promise.withResolvers<void>()
        const unlisten = events.listen((event) => {
          queue.push(event)
          news.resolve()
        })
        const gone = aborted(signal)
        try {
          while (!signal.aborted) {
            const event = queue.shift()
            if (event) {
              await stream.writeSSE({ event: event.type, data: JSON.stringify(event), id: String(event.seq) })
              continue
            }
            news = Promise.withResolvers()
            await Promise.race([news.promise, gone])
          }
        } finally {
          unlisten()
        }
      })
    },
  )
