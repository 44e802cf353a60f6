import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../extensions/backend/src/server/app.ts'
import type { McpAccess } from '../../extensions/backend/src/shared/contract/mcp.ts'
import { openApp, type TestApp, token } from '../support/app.ts'

let app: TestApp
let port: number
let close: () => void
let workspaceId: string
beforeAll(async () => {
  app = await openApp()
  workspaceId = (await app.workspace()).id
  const server = createServer(getRequestListener(createApp(app.services).fetch))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
  close = () => server.close()
})
afterAll(() => {
  close()
  return app.close()
})

/** A client whose side stays open, whatever the server does with its own. */
const open = (head: readonly string[]) => {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  let answer = ''
  const ended = Promise.withResolvers<void>()
  const closed = Promise.withResolvers<void>()
  socket.on('data', (chunk) => {
    answer += chunk
  })
  socket.on('end', ended.resolve)
  socket.on('error', () => undefined) // it was cut, which `closed` tells
  socket.on('close', closed.resolve)
  socket.write(`${[...head, 'Host: 127.0.0.1:4321'].join('\r\n')}\r\n\r\n`)
  return { socket, answer: () => answer, ended: ended.promise, closed: closed.promise }
}

const authorized = `Authorization: Bearer ${token}`
const multipart = 'Content-Type: multipart/form-data; boundary=x'
const json = 'Content-Type: application/json'
const gigabyte = 'Content-Length: 1073741824'
const file = (field: string) => `--x\r\nContent-Disposition: form-data; name="${field}"; filename="a.txt"\r\n\r\n`
const documents = () => `POST /api/workspaces/${workspaceId}/documents HTTP/1.1`

const refused: [status: number, what: string, head: () => string[], first: string][] = [
  [401, 'without a token', () => [documents(), multipart, gigabyte], file('file')],
  [403, 'of a foreign page', () => [documents(), authorized, multipart, gigabyte, 'Origin: http://a.b'], file('file')],
  [
    404,
    'to no workspace',
    () => ['POST /api/workspaces/none/documents HTTP/1.1', authorized, multipart, gigabyte],
    file('file'),
  ],
  [400, 'in a wrong field', () => [documents(), authorized, multipart, gigabyte], file('other').padEnd(100_000)],
  [413, 'of JSON', () => ['POST /api/workspaces HTTP/1.1', authorized, json, gigabyte], '{'],
  [
    413,
    'of JSON in chunks',
    () => ['POST /api/workspaces HTTP/1.1', authorized, json, 'Transfer-Encoding: chunked'],
    `${(2 ** 21).toString(16)}\r\n{${'x'.repeat(2 ** 21)}`,
  ],
  [401, 'to /mcp/task', () => ['POST /mcp/task HTTP/1.1', json, gigabyte], '{'],
]

describe('a body that is refused while it comes', () => {
  it.each(refused)('%s %s: the answer says that the connection ends, and it does', async (status, _, head, first) => {
    const client = open(head())
    client.socket.write(first)
    await client.ended
    expect(client.answer()).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(client.answer().toLowerCase()).toContain('\r\nconnection: close\r\n')
    expect(client.answer()).toContain('"error"')
    // This client goes on sending for ever, and does not close its side.
    const sending = setInterval(() => client.socket.write('x'.repeat(1000)), 10)
    await client.closed
    clearInterval(sending)
  })

  it('is read for a while, so that a client that reads only after it has sent gets its answer', async () => {
    const size = 20 * 2 ** 20
    const client = open([documents(), multipart, `Content-Length: ${size}`])
    client.socket.pause()
    const block = Buffer.alloc(2 ** 20, 'x')
    for (let sent = 0; sent < size; sent += block.length) {
      if (!client.socket.write(block)) await new Promise((resolve) => client.socket.once('drain', resolve))
    }
    client.socket.resume()
    await client.ended
    client.socket.end()
    expect(client.answer()).toMatch(/^HTTP\/1.1 401 /)
    expect(client.answer()).toContain('token.wrong')
  })

  it('ends no connection when it had come whole', async () => {
    const client = open(['POST /api/workspaces HTTP/1.1', authorized, json, 'Content-Length: 2'])
    client.socket.write('{}')
    while (!client.answer().includes('request.invalid')) await delay(5)
    expect(client.answer().toLowerCase()).not.toContain('connection: close')
    client.socket.write(`GET /health HTTP/1.1\r\nHost: 127.0.0.1:4321\r\nConnection: close\r\n\r\n`)
    await client.ended
    expect(client.answer()).toContain('"status":"ok"')
    client.socket.end()
  })
})

describe('a client that wants its connection closed', () => {
  const initialize = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
  })

  it('is heeded by /mcp', async () => {
    const access = await app.postJson<McpAccess>('/api/mcp/access', { enabled: true })
    const client = open([
      'POST /mcp HTTP/1.1',
      `Authorization: Bearer ${access.token}`,
      json,
      'Accept: application/json, text/event-stream',
      `Content-Length: ${initialize.length}`,
      'Connection: close',
    ])
    client.socket.write(initialize)
    await client.ended
    expect(client.answer()).toMatch(/^HTTP\/1.1 200 /)
    expect(client.answer()).toContain('"serverInfo"')
    expect(client.answer().toLowerCase()).toContain('\r\nconnection: close\r\n')
    client.socket.end()
  })

  it('is heeded by a stream of events', async () => {
    const client = open(['GET /api/events HTTP/1.1', authorized, 'Connection: close'])
    while (!client.answer().includes('welcome')) await delay(5)
    expect(client.answer().toLowerCase()).toContain('\r\nconnection: close\r\n')
    client.socket.destroy()
  })
})
