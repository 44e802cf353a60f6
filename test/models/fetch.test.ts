import { setTimeout as delay } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { slots } from '../../extensions/backend/src/base/slots.ts'
import { ConnectionError } from '../../extensions/backend/src/models/connection.ts'
import { modelFetch } from '../../extensions/backend/src/models/fetch.ts'
import { drops, hangs, json, page, sends } from '../support/model-answers.ts'
import { type ModelServerOptions, startModelServer } from '../support/model-server.ts'
import { until } from '../support/until.ts'

const serve = (answer: NonNullable<ModelServerOptions['routes']>[string], more: ModelServerOptions = {}) =>
  startModelServer({ ...more, routes: { 'GET /': answer, ...more.routes } })

/** The fault that a request ends in. */
const faultOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ConnectionError)) throw new Error(`No connection error, but ${error}`)
  return error.fault
}
const read = async (url: string, options?: Parameters<typeof modelFetch>[0]) => (await modelFetch(options)(url)).text()

it('sends text and headers, gives back status, headers and text', async () => {
  await using server = await startModelServer({ routes: { 'POST /echo': json({ ok: true }, 418) } })
  const response = await modelFetch()(`${server.origin}/echo`, {
    method: 'POST',
    headers: { authorization: 'Bearer x', 'content-type': 'application/json' },
    body: '{"á":1}',
  })
  expect([response.status, response.headers.get('content-type')]).toEqual([418, 'application/json'])
  expect(await response.json()).toEqual({ ok: true })
  expect(server.requests[0]).toMatchObject({ text: '{"á":1}', headers: { authorization: 'Bearer x' } })
})

it('reads what a proxy compressed unasked', async () => {
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
  await using server = await serve(sends([gzipSync('{"a":1}')], { headers }))
  expect(await read(server.origin)).toBe('{"a":1}')
})

it('names what is wrong with the connection', async () => {
  const gone = await startModelServer()
  await gone[Symbol.asyncDispose]()
  expect(await faultOf(read(gone.origin))).toBe('refused')
  expect(await faultOf(read('http://no-such-host.invalid/'))).toBe('unknown-host')
  await using dropping = await serve(drops)
  expect(await faultOf(read(dropping.origin))).toBe('cut')
  await using cutting = await serve(sends(['{"a":', '1}'], { cutAfter: 1 }))
  expect(await faultOf(read(cutting.origin))).toBe('cut')
  await using web = await serve(page('<html>Hello'))
  expect(await faultOf(read(web.origin))).toBe('web-page')
  await using odd = await serve(sends([], { status: 999 }))
  expect(await faultOf(read(odd.origin))).toBe('not-http')
  expect(await faultOf(read(web.origin.replace('http', 'https')))).toBe('not-tls')
})

it('gives up on silence, before the headers and after', async () => {
  await using silent = await serve(hangs)
  expect(await faultOf(read(silent.origin, { patience: 50 }))).toBe('silent')
  await using stuck = await serve(sends(['a', 'b'], { hangAfter: 1 }))
  expect(await faultOf(read(stuck.origin, { patience: 50 }))).toBe('silent')
  await until(() => stuck.requests[0]?.cut)
})

it('waits for what is slow but alive', async () => {
  const pieces = ['a', 'b', 'c', 'd', 'e', 'f']
  await using slow = await serve(sends(pieces, { pause: 300 }))
  expect(await read(slow.origin, { patience: 1500 })).toBe('abcdef') // 1.8 s in all
})

it('stops an answer that has no end', async () => {
  await using server = await serve(sends(Array.from({ length: 64 }, () => 'x'.repeat(1024 ** 2))))
  expect(await faultOf(read(server.origin, { largest: 4 * 1024 ** 2 }))).toBe('too-large')
  await until(() => server.requests[0]?.cut)
})

it('hangs up when it is told to, at any moment', async () => {
  await using server = await serve(sends(['a', 'b'], { hangAfter: 1 }), { routes: { 'GET /never': hangs } })
  const early = new AbortController()
  const never = modelFetch()(`${server.origin}/never`, { signal: early.signal })
  await until(() => server.requests.length === 1)
  early.abort(new Error('enough'))
  await expect(never).rejects.toThrow('enough')
  const late = new AbortController()
  const response = await modelFetch()(server.origin, { signal: late.signal })
  const text = response.text()
  late.abort(new Error('enough'))
  await expect(text).rejects.toThrow('enough')
  await until(() => server.requests.every(({ cut }) => cut))
  await expect(modelFetch()(server.origin, { signal: late.signal })).rejects.toThrow('enough')
})

it('follows redirects within its origin, and never takes key or text elsewhere', async () => {
  await using other = await startModelServer({ routes: { 'POST /v1/chat': json({ stolen: true }) } })
  const to = (location: string, status = 307) => sends([], { status, headers: { location } })
  await using server = await startModelServer({
    routes: {
      'POST /old': to('/new'),
      'POST /new': json({ here: true }),
      'POST /away': to(`${other.origin}/v1/chat`),
      'POST /moved': to(`//127.0.0.1:${other.port}/v1/chat`, 301),
      'POST /round': to('/round'),
    },
  })
  const post = (path: string) =>
    modelFetch()(`${server.origin}${path}`, { method: 'POST', headers: { authorization: 'Bearer k' }, body: 'secret' })
  expect(await (await post('/old')).json()).toEqual({ here: true })
  expect(server.requests.at(-1)).toMatchObject({ method: 'POST', text: 'secret' })
  for (const path of ['/away', '/moved', '/round']) expect(await faultOf(post(path))).toBe('redirected')
  expect(other.requests).toEqual([])
})

it('lets a key never come back, however it is cut', async () => {
  const key = 'sk-0123456789-secret'
  const text = `one ${key} two ${key}${key.slice(0, 7)} three ${key.slice(0, 5)}`
  const clean = `one [key] two [key]${key.slice(0, 7)} three ${key.slice(0, 5)}`
  for (const size of [1, 3, 7, text.length]) {
    const pieces = text.match(new RegExp(`.{1,${size}}`, 'g')) ?? []
    await using server = await serve(sends(pieces, { pause: size === 7 ? 2 : 0 }))
    expect(await read(server.origin, { key })).toBe(clean)
  }
})

it('takes a short key for the word that it is', async () => {
  await using server = await serve(sends(['I am ollama.']))
  expect(await read(server.origin, { key: 'ollama' })).toBe('I am ollama.')
})

it('holds back nothing but what may be the key', async () => {
  await using server = await serve(sends(['word one ', 'word two'], { pause: 1, hangAfter: 1 }))
  const response = await modelFetch({ key: 'sk-0123456789-secret' })(server.origin)
  const reader = response.body?.getReader()
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('word one ')
  await reader?.cancel()
  await until(() => server.requests[0]?.cut)
})

it('takes turns, and gives a turn back whatever happens', async () => {
  const turns = slots(() => 2)
  let most = 0
  let now = 0
  await using server = await startModelServer({
    routes: {
      'GET /slow': async (request, response) => {
        most = Math.max(most, ++now)
        await delay(30)
        now--
        await json({})(request, response)
      },
      'GET /drop': drops,
      'GET /stuck': sends(['a', 'b'], { hangAfter: 1 }),
    },
  })
  const get = modelFetch({ enter: turns.enter })
  const slow = () => get(`${server.origin}/slow`).then((response) => response.text())
  await Promise.all(Array.from({ length: 6 }, slow))
  expect(most).toBe(2)
  await Promise.allSettled([get(`${server.origin}/drop`), get(`${server.origin}/drop`)])
  const stuck = await Promise.all([get(`${server.origin}/stuck`), get(`${server.origin}/stuck`)])
  const waiting = new AbortController()
  const third = get(`${server.origin}/slow`, { signal: waiting.signal })
  waiting.abort(new Error('no longer'))
  await expect(third).rejects.toThrow('no longer')
  for (const { body } of stuck) await body?.cancel()
  expect(await slow()).toBe('{}')
  expect(server.requests.filter(({ path }) => path === '/slow')).toHaveLength(7)
})
