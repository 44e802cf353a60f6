import { get, type IncomingMessage } from 'node:http'
import { backends, type RunningBackend, startBackend } from '../../test/support/backend.ts'
import { until } from '../../test/support/until.ts'
import { memoryOf } from '../bench/memory.ts'
import { percentile } from '../bench/statistics.ts'
import { type Plan, portion, type Row } from './plan.ts'

const whole = 1000

/** So many clients listen to what changes: each is told, the server goes on answering, and gives back what they took. */
export const streams = async (plan: Plan): Promise<Row[]> => {
  await using backend = await startBackend({ command: backends.packed })
  const { id } = await backend.workspace('Heard')
  await backend.add(id, ['before.md', 'Read before anybody listens.'])
  const before = memoryOf(backend.pid).private
  const wanted = portion(plan, whole)
  const clients = await Promise.all(Array.from({ length: wanted }, () => listen(backend)))
  const began = performance.now()
  const [document] = await backend.add(id, ['news.md', 'The fee is 340 euros.'])
  const heard = () => clients.filter(({ times }) => times.some((time) => time >= began))
  await until(heard, ({ length }) => length === wanted, { limit: 60_000, pause: 50 }).catch(() => undefined)
  const delays = heard().map(({ times }) => (times.find((time) => time >= began) as number) - began)
  const health = await latency(backend)
  const most = memoryOf(backend.pid).private
  for (const { response } of clients) response.destroy()
  const after = await until(
    () => memoryOf(backend.pid).private,
    (now) => now < (before + most) / 2,
    { limit: 30_000, pause: 500 },
  ).catch(() => memoryOf(backend.pid).private)
  const deaf = wanted - delays.length
  const unread = document?.status === 'ready' ? 0 : 1
  const megabytes = (bytes: number) => Math.round(bytes / 1e6)
  return [
    {
      scenario: 'clients that listen at once (SSE)',
      tried: wanted,
      lost: unread,
      failed: deaf,
      note: `told after ${Math.round(percentile(delays, 0.5))} ms (median), the last after ${Math.round(percentile(delays, 1))} ms; /health meanwhile ${Math.round(health)} ms; private memory ${megabytes(before)} MB, with them ${megabytes(most)} MB, after them ${megabytes(after)} MB`,
    },
  ]
}

/** A client that listens; the times at which it heard of a document. */
const listen = ({ port, token }: RunningBackend) =>
  new Promise<{ response: IncomingMessage; times: number[] }>((resolve, reject) => {
    const options = { port, host: '127.0.0.1', path: '/api/events', headers: { authorization: `Bearer ${token}` } }
    const request = get({ ...options, agent: false }, (response) => {
      const times: number[] = []
      response.setEncoding('utf8').on('data', (text: string) => {
        if (text.includes('document.changed')) times.push(performance.now())
      })
      response.on('error', () => undefined) // it is we who leave
      resolve({ response, times })
    })
    request.on('error', reject)
  })

const latency = async (backend: RunningBackend): Promise<number> => {
  const began = performance.now()
  await backend.json('/health')
  return performance.now() - began
}
