import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fetchText } from '../../../extensions/backend/src/agents/tools/fetch-url/fetch-text.ts'
import { type GetOptions, get } from '../../../extensions/backend/src/agents/tools/fetch-url/get.ts'
import { isNeighbour, isPublicAddress } from '../../../extensions/backend/src/agents/tools/fetch-url/public-address.ts'
import { call, emptyContext } from './context.ts'

describe('which addresses are public', () => {
  it.each(['1.1.1.1', '8.8.8.8', '172.15.255.255', '172.32.0.1', '100.63.0.1', '2606:4700:4700::1111'])(
    '%s is',
    (address) => expect(isPublicAddress(address)).toBe(true),
  )

  it.each([
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '3fff::1',
    'localhost',
    '',
  ])('%s is not', (address) => expect(isPublicAddress(address)).toBe(false))

  it('takes the own networks for private, whatever their numbers', () => {
    const of = (cidr: string, family: 'IPv4' | 'IPv6') =>
      ({ eth0: [{ cidr, family, address: '', netmask: '', mac: '', internal: false }] }) as Parameters<
        typeof isNeighbour
      >[1]
    expect(isNeighbour('93.184.216.34', of('93.184.216.1/24', 'IPv4'))).toBe(true)
    expect(isNeighbour('93.184.217.34', of('93.184.216.1/24', 'IPv4'))).toBe(false)
    expect(isNeighbour('2606:4700::9', of('2606:4700::1/64', 'IPv6'))).toBe(true)
    expect(isNeighbour('8.8.8.8', of('1.2.3.4/0', 'IPv4'))).toBe(false)
  })
})

type Handler = (request: IncomingMessage, response: ServerResponse) => void
const pages: Record<string, Handler> = {}
const requests: IncomingMessage[] = []
const server = createServer((request, response) => {
  requests.push(request)
  const page = pages[new URL(request.url ?? '/', 'http://x').pathname]
  if (page) page(request, response)
  else response.writeHead(404).end()
})
let port = 0
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(() => server.close())

/** Only this server may be reached; `names` are what the name server would say. */
const options = (names: Record<string, string[]> = {}, more: Partial<GetOptions> = {}): GetOptions => ({
  signal: new AbortController().signal,
  resolve: async (hostname) => (names[hostname] ?? ['127.0.0.1']).map((address) => ({ address, family: 4 })),
  isAllowed: (address) => address === '127.0.0.1',
  ports: [port],
  ...more,
})
const at = (path: string, host = 'page.example') => `http://${host}:${port}${path}`
const html =
  (body: string, headers = {}): Handler =>
  (_, response) =>
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body)

describe('what may be asked', () => {
  it.each([
    'file:///etc/passwd',
    'ftp://example.com/',
    'data:text/html,x',
    'javascript:alert(1)',
    'gopher://example.com:80/',
    'page.example',
    '',
    'http://',
    'http://user:secret@example.com/',
  ])('refuses %s', async (url) => {
    await expect(get(url, options())).rejects.toMatchObject({ code: 'address.invalid' })
  })

  it.each(['http://example.com:22/', 'https://example.com:8443/', 'http://example.com:443.example/'])(
    'refuses the port of %s',
    async (url) => {
      await expect(get(url, { signal: new AbortController().signal })).rejects.toMatchObject({
        code: expect.stringMatching(/^address\.(port|invalid)$/),
      })
    },
  )

  it.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f.0.0.1/',
    'http://017700000001/',
    'http://0/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[0:0:0:0:0:ffff:7f00:1]/',
    'http://169.254.169.254/latest/meta-data/',
    'https://10.0.0.1/',
    'http://[fd00::1]/',
    'http://127。0。0。1/',
  ])('refuses %s', async (url) => {
    await expect(get(url, { signal: new AbortController().signal })).rejects.toMatchObject({ code: 'address.private' })
  })

  it('refuses a name that the system itself knows', async () => {
    const { signal } = new AbortController()
    await expect(get('http://localhost/', { signal })).rejects.toMatchObject({ code: 'address.private' })
  })

  it('refuses a name that leads to a private address, also among public ones', async () => {
    const before = requests.length
    for (const found of [['10.0.0.7'], ['127.0.0.1', '192.168.0.1'], ['::1'], []]) {
      await expect(get(at('/'), options({ 'page.example': found }))).rejects.toMatchObject({ code: 'address.private' })
    }
    expect(requests).toHaveLength(before)
  })

  it('connects to the address that was looked at, and asks for no other', async () => {
    pages['/once'] = html('<p>Once.</p>')
    let asked = 0
    const resolve = async () => {
      asked++
      return [{ address: asked === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }]
    }
    await expect(get(at('/once'), options({}, { resolve }))).resolves.toMatchObject({ contentType: /html/ })
    expect(asked).toBe(1)
    expect(requests.at(-1)?.headers.host).toBe(`page.example:${port}`)
  })

  it('sends nothing of the user along', async () => {
    pages['/plain'] = html('x', { 'set-cookie': 'a=b' })
    await get(at('/plain'), options())
    await get(at('/plain'), options())
    const { cookie, authorization, referer, 'user-agent': agent } = requests.at(-1)?.headers ?? {}
    expect({ cookie, authorization, referer, agent }).toEqual({ agent: 'AIOS' })
  })
})

describe('redirects', () => {
  const to =
    (location: string, status = 302): Handler =>
    (_, response) =>
      response.writeHead(status, { location }).end()

  it('are followed', async () => {
    pages['/old'] = to('/new', 301)
    pages['/new'] = html('<p>Here.</p>')
    const { url } = await get(at('/old#part'), options())
    expect(url.href).toBe(at('/new'))
  })

  it.each([
    ['http://10.0.0.1:PORT/', 'address.private'],
    ['http://[::1]:PORT/', 'address.private'],
    ['http://inside.example:PORT/', 'fetch.elsewhere'],
    ['http://page.example:22/', 'address.port'],
    ['file:///etc/passwd', 'address.invalid'],
    ['http://a:b@page.example:PORT/', 'address.invalid'],
    ['http://', 'address.invalid'],
  ])('are looked at like any address: %s', async (location, code) => {
    pages['/away'] = to(location.replace('PORT', String(port)))
    const before = requests.length
    await expect(get(at('/away'), options({ 'inside.example': ['192.168.0.9'] }))).rejects.toMatchObject({ code })
    expect(requests).toHaveLength(before + 1)
  })

  it('to another site are left to the agent to ask for', async () => {
    pages['/on'] = to(`http://other.example:${port}/taken?secret=1`)
    const before = requests.length
    await expect(get(at('/on'), options({ 'other.example': ['93.184.216.34'] }))).rejects.toMatchObject({
      code: 'fetch.elsewhere',
      message: expect.stringContaining(`http://other.example:${port}/taken?secret=1`),
    })
    expect(requests).toHaveLength(before + 1)
  })

  it('end', async () => {
    pages['/round'] = to('/round')
    await expect(get(at('/round'), options())).rejects.toMatchObject({ code: 'fetch.failed' })
  })
})

describe('limits', () => {
  it('cuts what is too large, told or not', async () => {
    pages['/large'] = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' })
      const more = setInterval(() => response.write('x'.repeat(10_000)), 1)
      response.on('close', () => clearInterval(more))
    }
    await expect(get(at('/large'), options({}, { largest: 50_000 }))).rejects.toMatchObject({ code: 'fetch.too-large' })
  })

  it('counts what is unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(20 * 1024 ** 2))
    pages['/bomb'] = (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
    await expect(get(at('/bomb'), options())).rejects.toMatchObject({ code: 'fetch.too-large' })
  })

  it('waits only so long', async () => {
    pages['/slow'] = (_, response) => void response.writeHead(200, { 'content-type': 'text/plain' }).write('a')
    await expect(get(at('/slow'), options({}, { longest: 200 }))).rejects.toMatchObject({ code: 'fetch.slow' })
    pages['/silent'] = () => undefined
    await expect(get(at('/silent'), options({}, { longest: 200 }))).rejects.toMatchObject({ code: 'fetch.slow' })
  })

  it('ends with its task', async () => {
    const abort = new AbortController()
    pages['/long'] = (_, response) => void response.writeHead(200).write('a')
    const fetched = get(at('/long'), options({}, { signal: abort.signal }))
    setTimeout(() => abort.abort(new Error('stopped')), 50)
    await expect(fetched).rejects.toThrow('stopped')
  })

  it.each([404, 403, 500, 304])('says that the answer was %s', async (status) => {
    pages['/status'] = (_, response) => response.writeHead(status).end()
    await expect(get(at('/status'), options())).rejects.toMatchObject({
      code: 'fetch.failed',
      message: expect.stringContaining(String(status)),
    })
  })

  it('says that nobody listens', async () => {
    await expect(get('http://page.example:9/', options({}, { ports: [9] }))).rejects.toMatchObject({
      code: 'fetch.failed',
      message: expect.stringContaining('refused'),
    })
  })
})

describe('what comes back', () => {
  it('is the text of a page, without its markup and scripts', async () => {
    pages['/page'] = html(
      '<html><head><title>Harbour</title></head><body><nav>Menu</nav><h1>Fees</h1><p>A berth is 12 €.</p><script>steal()</script></body></html>',
    )
    const { title, text, isCut } = await fetchText(at('/page'), options())
    expect(title).toBe('Harbour')
    expect(text).toContain('A berth is 12 €.')
    expect(text).not.toMatch(/steal|Menu|<p>/)
    expect(isCut).toBe(false)
  })

  it('is read in the charset that was told', async () => {
    pages['/latin'] = (_, response) =>
      response.writeHead(200, { 'content-type': 'text/plain; charset=iso-8859-2' }).end(Buffer.from([0xb1, 0x20, 0xe6]))
    expect((await fetchText(at('/latin'), options())).text).toBe('ą ć')
  })

  it('is cut where it is long', async () => {
    pages['/words'] = (_, response) =>
      response.writeHead(200, { 'content-type': 'text/plain' }).end('word '.repeat(9000))
    const { text, isCut, size } = await fetchText(at('/words'), options())
    expect(text.length).toBe(20_000)
    expect({ isCut, size }).toEqual({ isCut: true, size: 45_000 })
  })

  it('is nothing of what has no text', async () => {
    pages['/picture'] = (_, response) =>
      response
        .writeHead(200, { 'content-type': 'image/png' })
        .end(Buffer.from('89504e470d0a1a0a0000000d4948445200000001', 'hex'))
    await expect(fetchText(at('/picture'), options())).rejects.toMatchObject({ code: 'fetch.unreadable' })
  })
})

it('as a tool reaches nothing of this machine', async () => {
  const { context } = emptyContext()
  const before = requests.length
  await expect(call('fetch_url', { url: at('/page', '127.0.0.1') }, context)).rejects.toMatchObject({
    code: 'address.port',
  })
  await expect(call('fetch_url', { url: 'http://127.0.0.1/' }, context)).rejects.toMatchObject({
    code: 'address.private',
  })
  expect(requests).toHaveLength(before)
})
