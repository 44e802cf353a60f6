import { type EventSourceMessage, EventSourceParserStream } from 'eventsource-parser/stream'

/**
 * The messages of a `text/event-stream` answer, one after the other, until it ends. `EventSource` itself cannot send
 * the token, so the stream is read with fetch.
 */
export async function* serverEvents(response: Response): AsyncGenerator<EventSourceMessage, void> {
  if (!response.body) return
  const reader = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())
    .getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel().catch(() => undefined) // a stream that broke cannot be cancelled any more
  }
}
