import { expect, test } from 'vitest'
import { serverEvents } from '../../src/base/server-events.ts'
import { httpClient } from '../support/client.ts'
import { connectClient } from '../support/neutralino-client.ts'
import { answers, type Ready, startApp } from '../support/running-app.ts'

test('the window asks and is answered, each time, with where the backend is', async () => {
  await using app = await startApp()
  await app.dispatch('aios.hello')
  const ready = await app.ready()
  expect(ready).toEqual({ port: expect.any(Number), token: expect.any(String), version: '0.1.0' })
  expect(Buffer.from(ready.token, 'base64url')).toHaveLength(32)
  expect(await answers(ready)).toBe(true)
  expect(await answers({ ...ready, token: 'wrong' })).toBe(false)

  const from = app.mark()
  await app.dispatch('aios.hello')
  expect(await app.ready(from)).toEqual(ready)
  expect(await app.host.output()).toMatch(new RegExp(`^BACKEND_PORT:${ready.port}$`, 'm'))
})

test('a hello before the server is up is answered with "starting", then with the place', async () => {
  await using app = await startApp()
  // Sent in the moment that the supervisor's link is there: its server needs longer to open its data.
  await app.page.event('extClientConnect')
  await app.dispatch('aios.hello')
  const ready = await app.ready()
  const told = app.page.received.filter(({ event }) => event.startsWith('aios.'))
  expect(told[0]).toEqual({ event: 'aios.state', data: { state: 'starting' } })
  expect(told.at(-1)?.data).toEqual(ready)
})

test('a window that comes late, or reloads, asks too and is answered', async () => {
  await using app = await startApp()
  await app.dispatch('aios.hello')
  const ready = await app.ready()
  app.page.cut()
  using later = await connectClient(app.host)
  await later.call('extensions.dispatch', { extensionId: 'app.aios.backend', event: 'aios.hello', data: {} })
  expect(await later.event<Ready>('aios.ready')).toEqual(ready)
})

test("only the window's own origin may call, in development Vite's too", async () => {
  await using app = await startApp({ env: { AIOS_DEV_ORIGIN: 'http://127.0.0.1:5173' } })
  await app.dispatch('aios.hello')
  const { port, token } = await app.ready()
  const status = async (origin: string) => {
    const headers = { Authorization: `Bearer ${token}`, Origin: origin }
    return (await fetch(`http://127.0.0.1:${port}/api/workspaces`, { headers })).status
  }
  expect(await status(`http://127.0.0.1:${app.host.port}`)).toBe(200)
  expect(await status('http://127.0.0.1:5173')).toBe(200)
  expect(await status(`http://localhost:${app.host.port}`)).toBe(403)
  expect(await status(`http://127.0.0.1:${app.host.port + 1}`)).toBe(403)
  expect(await status('http://127.0.0.1:5174')).toBe(403)
  expect(await status('null')).toBe(403)
})

test('what happens in the server goes to its own stream, and nothing of it to the core', async () => {
  await using app = await startApp()
  await app.dispatch('aios.hello')
  const { port, token } = await app.ready()
  const api = httpClient({ port, token })
  const stop = new AbortController()
  const stream = await api.request('/api/events', { signal: stop.signal })
  await api.postJson('/api/workspaces', { name: 'Permits' })
  const told = serverEvents(stream)
  const { value } = await told.next()
  expect(JSON.parse(value?.data ?? '')).toMatchObject({ type: 'workspace.changed', seq: expect.any(Number) })
  const from = app.mark()
  await app.dispatch('aios.hello')
  await app.ready(from) // by then, all that was broadcast before is there
  const names = app.page.received.map(({ event }) => event).filter((name) => name.startsWith('aios.'))
  expect(names.filter((name) => name !== 'aios.state' && name !== 'aios.ready')).toEqual([])
  stop.abort()
})
