import { expect, test } from 'vitest'
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

test('what happens in the server reaches the window as an event', async () => {
  await using app = await startApp()
  await app.dispatch('aios.hello')
  const { port, token } = await app.ready()
  await fetch(`http://127.0.0.1:${port}/api/workspaces`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: 'Permits' }),
  })
  const event = await app.page.event<{ seq: number; type: string }>('aios.event')
  expect(event).toMatchObject({ type: 'workspace.changed', seq: expect.any(Number) })
})
