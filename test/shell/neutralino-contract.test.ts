import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDisplay } from '../support/display.ts'
import { connectClient } from '../support/neutralino-client.ts'
import { coreBinary, startCore, withoutCore } from '../support/neutralino-core.ts'
import type { NeutralinoConfig } from '../support/neutralino-host/config.ts'
import { startHostProcess } from '../support/neutralino-host-process.ts'
import { isAlive, namedBelow, untilGone } from '../support/processes.ts'
import { until } from '../support/until.ts'

type Running = {
  pid: number
  exited: Promise<number | string>
  kill(signal?: NodeJS.Signals): boolean
} & AsyncDisposable
type Handshake = { nlPort: string; nlToken: string; nlConnectToken: string; nlExtensionId: string }

const probe = join(import.meta.dirname, '../support/probe-extension.ts')
const config = {
  applicationId: 'app.contract',
  version: '1.2.3',
  defaultMode: 'window',
  port: 0,
  url: '/',
  documentRoot: '/resources/ui/',
  enableServer: true,
  enableNativeAPI: true,
  enableExtensions: true,
  tokenSecurity: 'one-time',
  dataLocation: 'system',
  storageLocation: 'system',
  logging: { enabled: true, writeToLogFile: false },
  nativeAllowList: ['app.broadcast', 'app.exit', 'events.*', 'extensions.*', 'window.setTitle', 'nothing.there'],
  serverHeaders: { 'X-Contract': 'held' },
  modes: { window: { title: 'Contract', exitProcessOnClose: false, width: 400, height: 300 } },
  extensions: [
    { id: 'app.contract.probe', commandLinux: `exec '${process.execPath}' '${probe}' "\${NL_PATH}/handshake.json"` },
    { id: 'app.contract.other' },
  ],
} satisfies NeutralinoConfig & Record<string, unknown>

const stage = () => {
  const root = mkdtempSync(join(tmpdir(), 'aios-contract-'))
  const ui = join(root, 'resources/ui')
  mkdirSync(join(ui, 'sub'), { recursive: true })
  writeFileSync(join(root, 'neutralino.config.json'), JSON.stringify(config))
  writeFileSync(join(ui, 'index.html'), '<!doctype html><title>Contract</title>')
  writeFileSync(join(ui, 'sub/index.html'), 'in a folder')
  writeFileSync(join(ui, 'style.css'), 'a{}')
  writeFileSync(join(ui, 'a b.txt'), '0123456789')
  return root
}

const startDouble = (root: string): Promise<Running> => startHostProcess({ root, config })

const startReal = async (root: string): Promise<Running> => {
  const display = await openDisplay()
  const core = startCore({ root, display: display.name })
  // Before its window is there, the core cannot even exit.
  await until(() => namedBelow(core.pid, 'WebKitWebProcess').length > 0)
  return {
    ...core,
    async [Symbol.asyncDispose]() {
      await core[Symbol.asyncDispose]()
      await display[Symbol.asyncDispose]()
    },
  }
}

/** Starts a core and waits for what it tells its extension. */
const run = async (start: (root: string) => Promise<Running>) => {
  const root = stage()
  const core = await start(root)
  const file = join(root, 'handshake.json')
  await until(() => existsSync(file))
  const { input, pid, parent } = JSON.parse(readFileSync(file, 'utf8'))
  const handshake: Handshake = JSON.parse(input)
  const address = { port: Number(handshake.nlPort), token: handshake.nlToken, connectToken: handshake.nlConnectToken }
  return {
    core,
    input: input as string,
    handshake,
    address,
    probe: { pid: pid as number, parent: parent as number },
    get: (path: string, headers: Record<string, string> = {}) =>
      fetch(`http://127.0.0.1:${address.port}${path}`, { headers }),
    async [Symbol.asyncDispose]() {
      await core[Symbol.asyncDispose]()
      await untilGone([pid], 5000)
      rmSync(root, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

const contract = (start: (root: string) => Promise<Running>) => () => {
  let app: Awaited<ReturnType<typeof run>>
  const pageOf = () => connectClient(app.address)
  const extensionOf = (extensionId = 'app.contract.other') => connectClient({ ...app.address, extensionId })

  beforeAll(async () => {
    app = await run(start)
  }, 60_000)
  afterAll(() => app?.[Symbol.asyncDispose]())

  test('the handshake is one line of four strings, the connect token half of the token', () => {
    const { handshake } = app
    expect(Object.keys(handshake).sort()).toEqual(['nlConnectToken', 'nlExtensionId', 'nlPort', 'nlToken'])
    for (const value of Object.values(handshake)) expect(value).toBeTypeOf('string')
    expect(app.input.endsWith('}')).toBe(true)
    expect(handshake.nlExtensionId).toBe('app.contract.probe')
    expect(handshake.nlToken.split('.')[1]).toBe(handshake.nlConnectToken)
    expect(handshake.nlToken).toHaveLength(97)
  })

  test('exec leaves no shell between the core and its extension', () => {
    expect(app.probe.parent).toBe(app.core.pid)
  })

  test.each([
    ['a wrong connect token', { connectToken: 'wrong' }],
    ['an unknown extension', { extensionId: 'app.contract.unknown' }],
    ['a foreign Host', { host: 'example.org' }],
  ])('a connection with %s is refused with 400', async (_, wrong) => {
    await expect(connectClient({ ...app.address, ...wrong })).rejects.toThrow('400')
  })

  test('calls are answered by id, with the method', async () => {
    using page = await pageOf()
    expect(await page.call('window.setTitle', { title: 'Held' })).toEqual({ success: true })
    expect(await page.call('app.broadcast', { event: 'nobody' }, { accessToken: 'wrong' })).toEqual({
      error: { code: 'NE_RT_INVTOKN', message: 'Invalid or expired NL_TOKEN value from client' },
    })
    expect(await page.call('os.execCommand', { command: 'true' })).toEqual({
      error: { code: 'NE_RT_NATPRME', message: 'Missing permission to execute the native method: os.execCommand' },
    })
    expect(await page.call('nothing.there')).toMatchObject({ error: { code: 'NE_RT_NATNTIM' } })
    expect(await page.call('app.broadcast', {})).toMatchObject({
      error: { code: 'NE_RT_NATRTER', message: expect.stringContaining('missing: event') },
    })
    expect(await page.call('app.broadcast', { event: 5 })).toMatchObject({ error: { code: 'NE_RT_NATRTER' } })
  })

  test('what cannot be parsed is not answered, and the connection lives on', async () => {
    using page = await pageOf()
    page.send('no json')
    page.send(JSON.stringify({ id: 'x', method: 'extensions.getStats', data: {} }))
    expect(await page.call('window.setTitle', { title: 'Still' })).toEqual({ success: true })
  })

  test('broadcasts go where they should, the sender too; nobody listening is a success', async () => {
    using page = await pageOf()
    using extension = await extensionOf()
    const events = (client: typeof page) =>
      client.received.map(({ event }) => event).filter((name) => name.startsWith('to.'))
    for (const method of ['app', 'events', 'extensions']) {
      expect(await extension.call(`${method}.broadcast`, { event: `to.${method}`, data: { n: 1 } })).toEqual({
        success: true,
      })
    }
    await page.call('app.broadcast', { event: 'to.app', data: null })
    await page.event('to.app', { wanted: (data) => data === null })
    expect(events(page)).toEqual(['to.app', 'to.events', 'to.app'])
    expect(events(extension)).toEqual(['to.events', 'to.extensions'])
    expect(await page.event('to.app')).toEqual({ n: 1 })
  })

  test('a dispatch reaches one extension, or says that it is not connected', async () => {
    using page = await pageOf()
    const dispatch = { extensionId: 'app.contract.other', event: 'to.other', data: 'hello' }
    expect(await page.call('extensions.dispatch', dispatch)).toEqual({
      error: { code: 'NE_EX_EXTNOTC', message: 'app.contract.other is not connected yet' },
    })
    using extension = await extensionOf()
    using second = await extensionOf('app.contract.probe')
    expect(await page.call('extensions.dispatch', dispatch)).toEqual({ success: true })
    expect(await extension.event('to.other')).toBe('hello')
    expect(await page.call('extensions.getStats')).toEqual({
      success: true,
      returnValue: {
        connected: ['app.contract.other', 'app.contract.probe'],
        loaded: ['app.contract.probe', 'app.contract.other'],
      },
    })
    expect(second.received.map(({ event }) => event)).not.toContain('to.other')
  })

  test('every client hears who comes and goes', async () => {
    using page = await pageOf()
    const extension = await extensionOf()
    expect(await page.event('extClientConnect')).toBe('app.contract.other')
    expect(await extension.event('extClientConnect')).toBe('app.contract.other')
    using second = await pageOf()
    const isSecond = (count: number) => count === 2
    expect(await extension.event<number>('appClientConnect', { wanted: isSecond })).toBe(2)
    expect(await second.event<number>('clientConnect')).toBe(3)
    extension.cut()
    expect(await page.event('extClientDisconnect')).toBe('app.contract.other')
  })

  test('the interface is served with the configured headers', async () => {
    const index = await app.get('/?query=1')
    expect(index.status).toBe(200)
    expect(index.headers.get('content-type')).toBe('text/html')
    expect(index.headers.get('x-contract')).toBe('held')
    expect(await index.text()).toContain('<title>Contract</title>')
    expect(await (await app.get('/sub')).text()).toBe('in a folder')
    expect((await app.get('/style.css')).headers.get('content-type')).toBe('text/css')
    expect(await (await app.get('/a%20b.txt')).text()).toBe('0123456789')
    expect((await app.get('/missing.js')).status).toBe(404)
    const part = await app.get('/a%20b.txt', { Range: 'bytes=2-4' })
    expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([206, '234', 'bytes 2-4/10'])
    expect((await app.get('/a%20b.txt', { Range: 'bytes=99-' })).status).toBe(416)
  })

  test('the globals carry the token once', async () => {
    const tokenIn = (script: string) => /NL_TOKEN='([^']*)'/.exec(script)?.[1]
    const names = (script: string) => new Set(Array.from(script.matchAll(/var (NL_\w+)=/g), ([, name]) => name))
    const first = await app.get('/__neutralino_globals.js')
    const script = await first.text()
    expect(first.headers.get('content-type')).toBe('application/javascript')
    expect(tokenIn(script)).toBe(app.handshake.nlToken)
    expect(tokenIn(await (await app.get('/__neutralino_globals.js')).text())).toBe('')
    expect(script).toContain(`NL_PORT=${app.address.port};`)
    for (const name of ['NL_OS', 'NL_ARGS', 'NL_PATH', 'NL_EXTENABLED', 'NL_CMETHODS', 'NL_MODE', 'NL_APPID']) {
      expect(names(script)).toContain(name)
    }
  })

  test('app.exit ends the core; connections just break off, the extension is left alive', async () => {
    await using other = await run(start)
    using page = await connectClient(other.address)
    using extension = await connectClient({ ...other.address, extensionId: 'app.contract.other' })
    void page.call('app.exit', { code: 0 })
    expect(await other.core.exited).toBe(0)
    expect([await page.closed, await extension.closed]).toEqual([1006, 1006])
  }, 60_000)

  test('killed, it takes nothing with it: connections break off', async () => {
    await using other = await run(start)
    using extension = await connectClient({ ...other.address, extensionId: 'app.contract.other' })
    expect(isAlive(other.probe.pid)).toBe(true)
    other.core.kill('SIGKILL')
    expect(await extension.closed).toBe(1006)
  }, 60_000)
}

describe.runIf(process.platform === 'linux')('the double of the Neutralino core', contract(startDouble))

describe.skipIf(!coreBinary)(`the real Neutralino core${coreBinary ? '' : ` (${withoutCore})`}`, contract(startReal))
