import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { encode } from 'fast-png'
import { beforeAll, describe, expect, test } from 'vitest'
import type { LinkEvents } from '../../extensions/backend/src/shared/contract/link.ts'
import { ensureUi } from '../../scripts/build/all.ts'
import { ensureResources, resources } from '../../scripts/start/resources.ts'
import { stageApp } from '../support/app-folder.ts'
import { openDisplay } from '../support/display.ts'
import { connectClient } from '../support/neutralino-client.ts'
import { coreBinary, startCore, withoutCore } from '../support/neutralino-core.ts'
import { projectRoot } from '../support/neutralino-host/config.ts'
import { descendants, isConnectedTo, namedBelow, roleBelow, untilGone } from '../support/processes.ts'
import { until } from '../support/until.ts'
import { closeWindows, type Screenshot, screenshot } from '../support/x11.ts'

/** The app as it is installed (one archive of resources, no folder), on a screen of its own. */
const openApp = async () => {
  const app = stageApp()
  const display = await openDisplay()
  copyFileSync(resources, join(app.root, 'resources.neu'))
  const core = startCore({ root: app.root, display: display.name, env: app.env() })
  await until(() => existsSync(app.handshake))
  const { nlPort, nlToken, nlConnectToken } = JSON.parse(readFileSync(app.handshake, 'utf8'))
  const page = await connectClient({ port: Number(nlPort), token: nlToken, connectToken: nlConnectToken })

  /** Asks where the backend is, as the window does. */
  const place = async () => {
    const dispatch = { extensionId: 'app.aios.backend', event: 'aios.hello', data: null }
    const from = page.received.length
    await until(
      () => page.call('extensions.dispatch', dispatch),
      (reply) => reply?.success,
    )
    return page.event<LinkEvents['aios.ready']>('aios.ready', { from, timeout: 60_000 })
  }

  return {
    core,
    place,
    supervisor: () => until(() => roleBelow(core.pid, 'extension')) as Promise<number>,
    webView: () => namedBelow(core.pid, 'WebKitWebProcess'),
    /** Waits until the page in the window talks to the backend that listens there. */
    isConnected: (port: number) =>
      until(() => namedBelow(core.pid, 'WebKitNetworkProcess').some((pid) => isConnectedTo(pid, port)), Boolean, {
        limit: 60_000,
      }),
    processes: () => [core.pid, ...descendants(core.pid)],
    closeWindow: async () => expect(await closeWindows(display.name)).toBeGreaterThan(0),
    /** Waits until the status in the window has that colour; keeps a picture of it, to look at. */
    async shows(colour: keyof typeof colours) {
      const picture = await until(
        () => screenshot(display.name),
        (shot) => statusHas(shot, colours[colour]),
        { pause: 200 },
      )
      keep(`window-${colour}.png`, picture)
    },
    async [Symbol.asyncDispose]() {
      const started = descendants(core.pid)
      page.cut()
      await core[Symbol.asyncDispose]()
      await untilGone(started, 10_000)
      await display[Symbol.asyncDispose]()
      app[Symbol.dispose]()
    },
  }
}

type Colour = (red: number, green: number, blue: number) => boolean

/** The status is a dot at the foot of the rail: green for connected, red for failed. */
const colours = {
  green: (red, green, blue) => green > red + 80 && green > blue + 50,
  red: (red, green, blue) => red > green + 80 && red > blue + 80,
} satisfies Record<string, Colour>

/** Whether the lower left of the window has more than a few pixels of that colour. */
const statusHas = ({ width, height, pixels }: Screenshot, has: Colour): boolean => {
  let count = 0
  for (let y = height - 160; y < height; y++) {
    for (let x = 0; x < 300; x++) {
      const [blue = 0, green = 0, red = 0] = pixels.subarray(4 * (y * width + x))
      if (has(red, green, blue)) count++
    }
  }
  return count > 10
}

const keep = (name: string, { width, height, pixels }: Screenshot) => {
  const data = Buffer.from(pixels)
  data.swap32() // blue green red – to – red green blue
  const rgb = new Uint8Array(width * height * 3)
  for (let n = 0; n < width * height; n++) rgb.set(data.subarray(4 * n + 1, 4 * n + 4), 3 * n)
  const file = join(projectRoot, 'test/.output', name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, encode({ width, height, data: rgb, channels: 3 }))
}

describe.skipIf(!coreBinary)(`the window${coreBinary ? '' : ` (${withoutCore})`}`, () => {
  beforeAll(async () => {
    await ensureUi()
    await ensureResources()
  })

  test('finds its backend, and again after a crash of the server', async () => {
    await using app = await openApp()
    const ready = await app.place()
    await app.isConnected(ready.port)
    await app.shows('green')

    const server = await until(() => roleBelow(app.core.pid, 'server'))
    process.kill(server as number, 'SIGKILL')
    await untilGone([server as number], 5000)
    const again = await app.place()
    expect(again).toEqual(ready)
    await app.isConnected(again.port)
  })

  test('says so when its backend cannot be kept running', async () => {
    await using app = await openApp()
    const ready = await app.place()
    for (let crash = 1; crash <= 6; crash++) {
      const server = await until(() => roleBelow(app.core.pid, 'server'))
      process.kill(server as number, 'SIGKILL')
      await untilGone([server as number], 5000)
      if (crash < 6) expect(await app.place()).toEqual(ready)
    }
    await app.shows('red')
  })

  test('closed, it takes everything along and exits well', async () => {
    await using app = await openApp()
    await app.isConnected((await app.place()).port)
    const started = app.processes()
    await app.closeWindow()
    expect(await app.core.exited).toBe(0)
    await untilGone(started, 3000)
  })

  test('closed before its backend is there, too', async () => {
    await using app = await openApp()
    await until(() => app.webView().length > 0)
    const started = app.processes()
    await until(
      async () => {
        await app.closeWindow()
        return Promise.race([app.core.exited, new Promise((resolve) => setTimeout(resolve, 500))])
      },
      (code) => code === 0,
    )
    await untilGone(started, 3000)
  })

  test.each(['SIGKILL', 'SIGTERM'] as const)('its core ended by %s, nothing is left', async (signal) => {
    await using app = await openApp()
    await app.isConnected((await app.place()).port)
    const started = app.processes()
    app.core.kill(signal)
    await untilGone(started, 3000)
  })

  test('whose page died can still be closed: the backend ends the app', async () => {
    await using app = await openApp()
    await app.isConnected((await app.place()).port)
    const started = app.processes()
    for (const pid of app.webView()) process.kill(pid, 'SIGKILL')
    await untilGone(app.webView(), 5000)
    await app.closeWindow()
    expect(await app.core.exited).toBe(0)
    await untilGone(started, 3000)
  })

  test('whose backend died can still be closed', async () => {
    await using app = await openApp()
    await app.isConnected((await app.place()).port)
    const started = app.processes()
    process.kill(await app.supervisor(), 'SIGKILL')
    await untilGone(
      started.filter((pid) => pid === started[1]),
      3000,
    )
    await app.closeWindow()
    expect(await app.core.exited).toBe(0)
    await untilGone(started, 3000)
  })
})
