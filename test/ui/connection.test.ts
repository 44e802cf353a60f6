import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import type { BackendState } from '../../extensions/backend/src/shared/contract/link.ts'
import { Connection, type Status } from '../../src/api/connection/connection.ts'
import { type Endpoint, type Link, type LinkListener, Unreachable } from '../../src/api/connection/link.ts'
import { text } from '../../src/strings/index.ts'
import { until } from '../support/until.ts'

const quick = { first: 5, longest: 20, health: 60_000 }

/** Something that answers as the backend does, as far as a connection looks. */
const startAnswering = async ({ token = 'right', app = 'AIOS' } = {}) => {
  const server: Server = createServer((request, response) => {
    const isHealth = request.url === '/health'
    const isAllowed = isHealth || request.headers.authorization === `Bearer ${token}`
    response.writeHead(isAllowed ? 200 : 401, { 'Content-Type': 'application/json' })
    response.end(isHealth ? JSON.stringify({ status: 'ok', app, version: '1.2.3' }) : '[]')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = () => {
    server.closeAllConnections()
    server.close()
  }
  onTestFinished(stop)
  return { endpoint: { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token }, stop }
}

/** A link that finds what the test says. */
const scriptedLink = (find: (times: number) => Endpoint | Promise<Endpoint>) => {
  const listeners: LinkListener[] = []
  const asked = { find: 0, retry: 0 }
  const link: Link = {
    async find() {
      return find(asked.find++)
    },
    listen: (listener) => void listeners.push(listener),
    async retry() {
      asked.retry++
    },
  }
  return {
    link,
    asked,
    ready(endpoint: Endpoint) {
      for (const listener of listeners) listener.ready(endpoint)
    },
    state(state: BackendState) {
      for (const listener of listeners) listener.state(state)
    },
  }
}

/** Something that stands in for a server that cannot be kept running. */
const startStandIn = async () => {
  const server = createServer((request, response) => {
    const isHealth = request.url === '/health'
    response.writeHead(isHealth ? 503 : 200, { 'Content-Type': 'application/json' })
    const state = { state: 'failed', cause: 'It fell over.', logTail: ['a line'] }
    response.end(JSON.stringify(isHealth ? { status: 'failed', app: 'AIOS', version: '1.2.3' } : state))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: 'right' }
}

const open = (link: Link, timing = {}) => {
  const connection = new Connection(link, { ...quick, ...timing })
  const states: Status['state'][] = [connection.value.state]
  connection.subscribe(({ state }) => states.push(state))
  onTestFinished(() => connection.stop())
  return { connection, states }
}
const stateOf = (connection: Connection, state: Status['state']) =>
  until(
    () => connection.value,
    (value) => value.state === state,
  )

test('simultaneous calls share one discovery', async () => {
  const { endpoint } = await startAnswering()
  const { link, asked } = scriptedLink(() => endpoint)
  const { connection, states } = open(link)
  const found = await Promise.all([connection.endpoint(), connection.endpoint(), connection.endpoint()])
  expect(found).toEqual([endpoint, endpoint, endpoint])
  expect(asked.find).toBe(1)
  expect(states).toEqual(['connecting', 'connected'])
})

test('tries again until the backend is there', async () => {
  const { endpoint } = await startAnswering()
  const { link, asked } = scriptedLink((times) => (times < 4 ? Promise.reject(new Error('not yet')) : endpoint))
  const { connection } = open(link)
  expect(await connection.endpoint()).toEqual(endpoint)
  expect(asked.find).toBe(5)
})

test('gives up after ten tries with the cause, and Retry begins anew', async () => {
  const { endpoint } = await startAnswering()
  let isThere = false
  const { link, asked } = scriptedLink(() => (isThere ? endpoint : Promise.reject(new Error('nobody home'))))
  const { connection, states } = open(link)
  await expect(connection.endpoint()).rejects.toThrow('nobody home')
  expect(asked.find).toBe(10)
  expect(connection.value).toEqual({ state: 'failed', cause: 'nobody home', logTail: [] })
  await expect(connection.endpoint()).rejects.toThrow('nobody home')
  expect(asked.find).toBe(10)

  isThere = true
  connection.retry()
  await stateOf(connection, 'connected')
  expect(asked.retry).toBe(1)
  expect(states).toEqual(['connecting', 'failed', 'connecting', 'connected'])
})

test('the pauses between tries grow', async () => {
  const times: number[] = []
  const { link } = scriptedLink(() => {
    times.push(performance.now())
    throw new Error('no')
  })
  const { connection } = open(link, { tries: 4, first: 60, longest: 5000 })
  await expect(connection.endpoint()).rejects.toThrow()
  const pauses = times.slice(1).map((time, index) => time - (times[index] as number))
  expect(pauses[0]).toBeGreaterThanOrEqual(58)
  expect(pauses[1]).toBeGreaterThanOrEqual(58 * 1.6)
  expect(pauses[2]).toBeGreaterThanOrEqual(58 * 1.6 ** 2)
})

test('what can never work is told at once', async () => {
  const { link, asked } = scriptedLink(() => Promise.reject(new Unreachable(text.status.noToken)))
  const { connection } = open(link)
  await expect(connection.endpoint()).rejects.toThrow(text.status.noToken)
  expect(asked.find).toBe(1)
})

test('a refused token is told as such', async () => {
  const { endpoint } = await startAnswering({ token: 'right' })
  const { link } = scriptedLink(() => ({ ...endpoint, token: 'wrong' }))
  const { connection } = open(link)
  await expect(connection.endpoint()).rejects.toThrow(text.status.wrongToken)
  expect(connection.value.state).toBe('failed')
})

test('another program at that address is not taken for AIOS', async () => {
  const { endpoint } = await startAnswering({ app: 'something else' })
  const { link } = scriptedLink(() => endpoint)
  const { connection } = open(link, { tries: 2 })
  await expect(connection.endpoint()).rejects.toThrow(text.status.notAios(endpoint.url))
})

test('follows a backend that came back on another port with another token', async () => {
  const first = await startAnswering({ token: 'one' })
  const second = await startAnswering({ token: 'two' })
  let present = first.endpoint
  const { link } = scriptedLink(() => present)
  const { connection, states } = open(link)
  await connection.endpoint()

  first.stop()
  present = second.endpoint
  connection.suspect()
  await until(() => states.length === 4)
  expect(await connection.endpoint()).toEqual(second.endpoint)
  expect(states).toEqual(['connecting', 'connected', 'restarting', 'connected'])
})

test('a new address that is broadcast unasked is taken over', async () => {
  const first = await startAnswering({ token: 'one' })
  const second = await startAnswering({ token: 'two' })
  let present = first.endpoint
  const { link, ready } = scriptedLink(() => present)
  const { connection } = open(link)
  await connection.endpoint()
  present = second.endpoint
  ready(second.endpoint)
  expect(await connection.endpoint()).toEqual(second.endpoint)
})

test('a token that no longer works leads to the new one', async () => {
  const { endpoint } = await startAnswering({ token: 'new' })
  let token = 'new'
  const { link } = scriptedLink(() => ({ ...endpoint, token }))
  const { connection, states } = open(link)
  const found = await connection.endpoint()
  token = 'new'
  connection.refused(found)
  await stateOf(connection, 'connected')
  expect(states).toEqual(['connecting', 'connected', 'restarting', 'connected'])
})

test('looks at the health by itself', async () => {
  const first = await startAnswering()
  const { link, asked } = scriptedLink((times) => (times === 0 ? first.endpoint : Promise.reject(new Error('gone'))))
  const { connection } = open(link, { tries: 2, health: 30 })
  connection.start()
  await connection.endpoint()
  first.stop()
  await stateOf(connection, 'failed')
  expect(asked.find).toBe(3)
})

test('what the supervisor says is shown: restarting, then failed with cause and log', async () => {
  const first = await startAnswering()
  const { link, state } = scriptedLink((times) => (times === 0 ? first.endpoint : new Promise<Endpoint>(() => {})))
  const { connection } = open(link)
  await connection.endpoint()
  state({ state: 'restarting', attempt: 1, cause: 'it was killed' })
  expect(connection.value).toEqual({ state: 'restarting', cause: 'it was killed' })
  state({ state: 'failed', cause: 'five crashes in five minutes', logTail: ['one', 'two'] })
  expect(connection.value).toEqual({ state: 'failed', cause: 'five crashes in five minutes', logTail: ['one', 'two'] })
})

test('a server that is down says why at once, and is looked for again only after it was asked to start', async () => {
  const down = await startStandIn()
  const { endpoint } = await startAnswering()
  const { link, asked } = scriptedLink(() => (asked.retry > 0 ? endpoint : down))
  const { connection } = open(link)
  await expect(connection.endpoint()).rejects.toThrow('It fell over.')
  expect(connection.value).toEqual({ state: 'failed', cause: 'It fell over.', logTail: ['a line'] })
  expect(asked.find).toBe(1)
  connection.retry()
  expect(await connection.endpoint()).toEqual(endpoint)
  expect(connection.value.state).toBe('connected')
})
