import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { doctorService } from '../../../extensions/backend/src/services/models/doctor/doctor.ts'
import { usualPorts } from '../../../extensions/backend/src/services/models/doctor/local.ts'
import type { ProviderService } from '../../../extensions/backend/src/services/models/providers.ts'
import { fails, hangs, json, page } from '../../support/model-answers.ts'
import { startModelServer } from '../../support/model-server.ts'

const lookAround = (ports: number[], signal = new AbortController().signal) =>
  doctorService({ providers: {} as ProviderService, ports }).probe({}, signal)

it('looks at the usual ports of the usual servers', () => {
  expect(usualPorts).toEqual(expect.arrayContaining([11434, 1234, 8080, 8000]))
})

it('finds model servers and leaves alone what is none', async () => {
  await using ollama = await startModelServer({
    models: ['qwen3:8b'],
    routes: { 'GET /api/version': json({ version: '0.13.0' }), 'POST /api/show': json({ capabilities: ['tools'] }) },
  })
  await using keyed = await startModelServer({ key: 'k' })
  await using empty = await startModelServer({ models: [] })
  await using web = await startModelServer({ routes: { 'GET /v1/models': page('<html>Hello') } })
  await using forbidding = await startModelServer({ routes: { 'GET /v1/models': page('<html>No', 403) } })
  await using other = await startModelServer({ routes: { 'GET /v1/models': fails(404, 'Not here') } })
  await using raw = await listenRaw()
  const gone = await startModelServer()
  await gone[Symbol.asyncDispose]()
  const all = [ollama, keyed, empty, web, forbidding, other, raw, gone].map(({ port }) => port)
  const { servers } = await lookAround(all)
  expect(servers).toMatchObject([
    { baseUrl: ollama.baseUrl, preset: 'ollama', ok: true, models: [{ id: 'qwen3:8b', tools: true }] },
    { baseUrl: keyed.baseUrl, ok: false, findings: [{ check: 'models', status: 'failed' }] },
    { baseUrl: empty.baseUrl, ok: false, models: [] },
  ])
  expect(servers[1]?.findings[0]?.message).toContain('needs an API key')
  expect(servers).toHaveLength(3)
  expect(ollama.chats).toEqual([])
})

it('finds a server on the other loopback address alone', async (context) => {
  const server = await startModelServer({ host: '::1' }).catch(() => undefined)
  if (!server) return context.skip('this machine has no IPv6')
  await using _ = server
  const { servers } = await lookAround([server.port])
  expect(servers).toMatchObject([{ baseUrl: expect.stringMatching(/^http:\/\/(localhost|\[::1\]):/), ok: true }])
})

it('does not wait for what never answers, and stops when told to', async () => {
  await using stuck = await startModelServer({ routes: { 'GET /v1/models': hangs } })
  expect(await lookAround([stuck.port])).toEqual({ servers: [] })
  const stop = new AbortController()
  const looking = lookAround([stuck.port], stop.signal)
  stop.abort(new Error('enough'))
  await expect(looking).rejects.toThrow('enough')
})

/** Something that speaks another language. */
const listenRaw = async () => {
  const server = createServer((socket) => socket.resume().end('220 ready\r\n'))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: () => new Promise<void>((closed) => server.close(() => closed())),
  }
}
