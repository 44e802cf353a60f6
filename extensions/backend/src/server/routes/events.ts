import { Hono } from 'hono'
import type { AppEvent } from '../../contract/events.ts'
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
        const write = (event: AppEvent) =>
          stream.writeSSE({ event: event.type, data: JSON.stringify(event), id: String(event.seq) })
        const missed = last === undefined ? [] : events.since(last)
        const unlisten = events.listen((event) => void write(event))
        try {
          for (const event of missed) await write(event)
          await aborted(signal)
        } finally {
          unlisten()
        }
      })
    },
  )
