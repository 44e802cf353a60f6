import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Builder, Capabilities, type WebDriver } from 'selenium-webdriver'
import { openDisplay } from './display.ts'
import { findWebKit, findXvfb } from './find-tools.ts'
import { untilGone, withVariable } from './processes.ts'
import { until } from './until.ts'

const webkit = findWebKit()
const usable = webkit && findXvfb() ? webkit : undefined
if (!usable && process.env.CI && process.platform === 'linux')
  throw new Error('WebKit tests need WebKitWebDriver, MiniBrowser and Xvfb, and CI skips none.')

/** Whether WebKitGTK can be driven here; `npm test` says so where not. */
export const hasWebKit = usable !== undefined

/** WebKitGTK, the engine of the window on Linux, on a display of its own; closed with the block that opened it. */
export const openWebKit = async () => {
  if (!usable) throw new Error('There is no WebKitWebDriver here.')
  await using opened = new AsyncDisposableStack()
  const display = opened.use(await openDisplay())
  const home = opened.adopt(mkdtempSync(join(tmpdir(), 'aios-webkit-')), async (folder) => {
    await endSession(folder)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })
  const port = await freePort()
  const service = spawn(usable.driver, [`--port=${port}`, '--host=127.0.0.1'], {
    stdio: 'ignore',
    env: { ...sessionOf(home), DISPLAY: display.name },
  })
  const ended = once(service, 'exit')
  opened.defer(async () => {
    service.kill()
    await ended
  })
  const server = `http://127.0.0.1:${port}`
  await until(() =>
    fetch(`${server}/status`).then(
      ({ ok }) => ok,
      () => false,
    ),
  )
  const driver: WebDriver = await new Builder()
    .usingServer(server)
    .withCapabilities(
      new Capabilities({
        browserName: 'MiniBrowser',
        'webkitgtk:browserOptions': { binary: usable.browser, args: ['--automation'] },
      }),
    )
    .build()
  opened.defer(() => driver.quit())
  const all = opened.move()
  return { driver, home, [Symbol.asyncDispose]: () => all.disposeAsync() }
}

/** A session of its own below that folder: the tester's bus, portals and Wayland are out of reach. */
const sessionOf = (home: string): NodeJS.ProcessEnv => {
  const { DBUS_SESSION_BUS_ADDRESS: _, ...env } = process.env
  return { ...env, HOME: home, XDG_DATA_HOME: home, XDG_CACHE_HOME: home, XDG_RUNTIME_DIR: home }
}

/**
 * Ends the bus that WebKit had started, and what that started: a document portal mounts a file system into the folder,
 * which cannot be removed before.
 */
const endSession = async (home: string) => {
  const started = withVariable(`HOME=${home}`)
  for (const pid of started) terminate(pid)
  await untilGone(started, 10_000)
}

const terminate = (pid: number) => {
  try {
    process.kill(pid, 'SIGTERM')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** The driver cannot choose a port by itself. */
const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
