import type { SSEStreamingApi } from 'hono/streaming'
import { AppError } from '../base/errors.ts'
import type { ErrorBody } from '../shared/contract/common.ts'
import type { ProbeRequest } from '../shared/contract/probe.ts'
import type { Services } from './services.ts'

/** Sends what the doctor finds as it is found: a trial may take minutes, while a large model is loaded. */
export const sendProbe = async (
  doctor: Services['doctor'],
  request: ProbeRequest,
  stream: SSEStreamingApi,
  signal: AbortSignal,
): Promise<void> => {
  const send = (event: string, value: unknown) => stream.writeSSE({ event, data: JSON.stringify(value) })
  try {
    const result = await doctor.probe(request, signal, (finding) => void send('finding', finding))
    await send('result', result)
  } catch (error) {
    if (signal.aborted) return // nobody listens any more
    if (!(error instanceof AppError)) throw error
    await send('failure', { error: { code: error.code, message: error.message } } satisfies ErrorBody)
  }
}
