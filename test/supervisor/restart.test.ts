import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import WebSocket from 'ws'
import { slowness } from '../support/pace.ts'
import { untilGone } from '../support/processes.ts'
import { answers, type RunningApp, startApp } from '../support/running-app.ts'
import { until } from '../support/until.ts'

const connected = async (app: RunningApp) => {
  await app.dispatch('aios.hello')
  return app.ready()
}

test('a killed server is back and answering within a second, on the same port', async () => {
  await using app = await startApp()
  const ready = await connected(app)
  const first = await app.server()

  const from = app.mark()
  const killed = performance.now()
  process.kill(first, 'SIGKILL')
  await untilGone([first], 5000)
  await until(() => answers(ready), Boolean, { limit: 60_000 })
  const took = performance.now() - killed
  expect(took).toBeLessThan(1000 * (await slowness()))

  expect(await app.state('restarting', from)).toEqual({
    state: 'restarting',
    attempt: 1,
    cause: 'The server was ended by SIGKILL.',
  })
  expect(await app.ready(from)).toEqual(ready)
  expect(await app.server()).not.toBe(first)
  const again = app.mark()
  await app.dispatch('aios.hello')
  expect(await app.ready(again)).toEqual(ready)
})

test('where its port was taken meanwhile, a restarted server takes another', async () => {
  await using app = await startApp()
  const ready = await connected(app)
  const from = app.mark()
  process.kill(await app.server(), 'SIGKILL')
  const squatter = await until(() => take(ready.port), Boolean, { pause: 1 })
  const moved = await app.ready(from)
  squatter?.close()
  expect(moved.port).not.toBe(ready.port)
  expect(await answers(moved)).toBe(true)
})

test('a server that hangs is replaced', async () => {
  await using app = await startApp()
  const ready = await connected(app)
  const stuck = await app.server()
  const from = app.mark()
  process.kill(stuck, 'SIGSTOP')
  const { cause } = await app.state('restarting', from, 60_000)
  expect(cause).toBe('The server didn’t respond for 10 seconds.')
  await app.ready(from)
  await untilGone([stuck], 5000)
  expect(await answers(ready)).toBe(true)
})

test('a server whose event loop is blocked is replaced', async () => {
  await using app = await startApp({ env: { NODE_OPTIONS: '--inspect-port=127.0.0.1:0' } })
  const ready = await connected(app)
  const blocked = await app.server()
  const from = app.mark()
  process.kill(blocked, 'SIGUSR1') // opens its debugger
  const output = await until(
    () => app.host.output(),
    (text) => text.includes('Debugger listening on ws://'),
  )
  const [, address = ''] = /Debugger listening on (ws:\S+?)"/.exec(output) ?? []
  const debug = new WebSocket(address)
  debug.once('open', () =>
    debug.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression: 'for(;;){}' } })),
  )
  debug.on('error', () => debug.terminate())
  await wait(500)
  expect(await Promise.race([answers(ready), wait(1000)])).toBeFalsy()
  const { cause } = await app.state('restarting', from, 60_000)
  expect(cause).toBe('The server didn’t respond for 10 seconds.')
  await app.ready(from)
  expect(await answers(ready)).toBe(true)
  debug.terminate()
})

test('a machine that slept is no reason to replace the server', async () => {
  await using app = await startApp()
  const ready = await connected(app)
  const server = await app.server()
  const from = app.mark()
  for (const pid of [app.supervisor, server]) process.kill(pid, 'SIGSTOP')
  await wait(12_000)
  process.kill(app.supervisor, 'SIGCONT')
  await wait(3000) // the supervisor is awake, and the server is still to come
  process.kill(server, 'SIGCONT')
  await until(() => answers(ready))
  await wait(3000)
  expect(app.page.received.slice(from).filter(({ event }) => event === 'aios.state')).toEqual([])
  expect(await app.server()).toBe(server)
})

test('the sixth crash is the last: failed, with its cause and the log, until somebody asks for a retry', async () => {
  await using app = await startApp()
  const ready = await connected(app)
  for (let crash = 1; crash <= 6; crash++) {
    const from = app.mark()
    process.kill(await app.server(), 'SIGKILL')
    if (crash === 6) break
    expect(await app.state('restarting', from)).toMatchObject({ attempt: crash })
    await app.ready(from)
  }
  const failed = await app.state('failed')
  expect(failed.cause).toBe('The server was ended by SIGKILL.')
  expect(failed.logTail.length).toBeLessThanOrEqual(50)
  expect(failed.logTail.join('\n')).toContain('The server was ended by SIGKILL.')
  expect(failed.logTail.join('\n')).not.toContain(ready.token)
  await wait(1000)
  expect(await answers(ready)).toBe(false)

  const asked = app.mark()
  await app.dispatch('aios.hello')
  expect(await app.state('failed', asked)).toEqual(failed)

  const retried = app.mark()
  await app.dispatch('aios.retry')
  expect(await app.ready(retried)).toEqual(ready)
  expect(await answers(ready)).toBe(true)

  // The count began again.
  const again = app.mark()
  process.kill(await app.server(), 'SIGKILL')
  expect(await app.state('restarting', again)).toMatchObject({ attempt: 1 })
  await app.ready(again)
})

/** Listens on that port, if nobody else does. */
const take = async (port: number): Promise<Server | undefined> => {
  const server = createServer().listen(port, '127.0.0.1')
  return once(server, 'listening').then(
    () => server,
    () => undefined,
  )
}
