import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { stageApp } from '../support/app-folder.ts'
import { projectConfig } from '../support/neutralino-host/config.ts'
import { startNeutralinoHost } from '../support/neutralino-host.ts'
import { descendants, procText, untilGone } from '../support/processes.ts'
import { type RunningApp, startApp } from '../support/running-app.ts'
import { until } from '../support/until.ts'

/** All of it has to be gone in this time; milliseconds. */
const limit = 3000

type Moment = { when: string; reach: (app: RunningApp) => Promise<unknown> }

const moments: Moment[] = [
  { when: 'at once', reach: (app) => app.server() },
  { when: 'when the link is there', reach: (app) => app.page.event('extClientConnect') },
  { when: 'when it runs', reach: (app) => connected(app) },
]

const connected = async (app: RunningApp) => {
  await app.dispatch('aios.hello')
  return app.ready()
}

describe.each(moments)('nothing is left behind, $when', ({ reach }) => {
  test('when the core is killed', async () => {
    await using app = await startApp()
    await reach(app)
    const started = app.processes()
    expect(started.length).toBeGreaterThanOrEqual(2)
    app.host.kill('SIGKILL')
    await untilGone(started, limit)
  })

  test('when the supervisor is killed', async () => {
    await using app = await startApp()
    await reach(app)
    const started = app.processes()
    process.kill(app.supervisor, 'SIGKILL')
    await untilGone(started, limit)
  })

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('when the supervisor gets %s', async (signal) => {
    await using app = await startApp()
    await reach(app)
    const started = app.processes()
    process.kill(app.supervisor, signal)
    await untilGone(started, limit)
  })
})

test('a window that says goodbye finds the backend gone, by a connection that just broke off', async () => {
  await using app = await startApp()
  await connected(app)
  const started = app.processes()
  app.host.closeWindow()
  await app.page.call('extensions.dispatch', { extensionId: 'app.aios.backend', event: 'aios.quit', data: null })
  await app.state('stopping')
  expect(await app.page.event('extClientDisconnect')).toBe('app.aios.backend')
  await untilGone(started, limit)
  expect(await app.host.politeCloses()).toBe(0)
  // The core still runs: to end it is the page's part.
  expect(await app.page.call('window.setTitle', { title: 'still here' })).toEqual({ success: true })
})

test('for a page that died, the backend ends the app', async () => {
  await using app = await startApp()
  await connected(app)
  const started = app.processes()
  app.page.cut()
  app.host.closeWindow()
  expect(await app.host.exited).toBe(0)
  await untilGone(started, limit)
})

test('a parent that is gone is enough, even while the link holds', async () => {
  using app = stageApp()
  const config = projectConfig()
  // Without exec the shell stays in between, and is what dies.
  const commandLinux = `"\${NL_PATH}/extensions/backend/bin/aios-backend" extension; true`
  const extensions = [{ id: 'app.aios.backend', commandLinux }]
  await using host = await startNeutralinoHost({ root: app.root, config: { ...config, extensions }, env: app.env() })
  const [shell] = host.processes
  const started = await until(
    () => descendants(shell?.pid as number),
    (pids) => pids.length >= 2,
  )
  await until(() => host.connected().extensions.length === 1)
  shell?.kill()
  await untilGone(started, limit)
})

test('a server that does not end is ended', async () => {
  await using app = await startApp()
  await connected(app)
  const started = app.processes()
  process.kill(await app.server(), 'SIGSTOP')
  app.host.kill('SIGKILL')
  await untilGone(started, limit)
})

test('while it waits to start its server again, too', async () => {
  await using app = await startApp()
  await connected(app)
  for (let crash = 1; crash <= 5; crash++) {
    const from = app.mark()
    process.kill(await app.server(), 'SIGKILL')
    await app.state('restarting', from)
    if (crash < 5) await app.ready(from)
  }
  const started = app.processes()
  app.host.kill('SIGKILL')
  await untilGone(started, limit)
})

test('the token is in no command line, no environment and no log', async () => {
  await using app = await startApp({ env: { AIOS_LOG_LEVEL: 'trace' } })
  const { token, port } = await connected(app)
  await fetch(`http://127.0.0.1:${port}/api/workspaces?token=${token}`, {
    headers: { Authorization: `Bearer ${token}` },
  })
  await fetch(`http://127.0.0.1:${port}/api/nothing/${token}`, { headers: { Authorization: `Bearer ${token}` } })
  process.kill(await app.server(), 'SIGKILL')
  await app.ready(app.mark())
  const started = app.processes()
  const logs = readdirSync(join(app.dataDir, 'logs')).map((name) =>
    readFileSync(join(app.dataDir, 'logs', name), 'utf8'),
  )
  expect(logs.join()).toContain('The server listens')
  for (const secret of [token, app.host.token, app.host.connectToken]) {
    expect(procText(started, 'cmdline')).not.toContain(secret)
    expect(procText(started, 'environ')).not.toContain(secret)
    expect(logs.join()).not.toContain(secret)
    expect(await app.host.output()).not.toContain(secret)
  }
  expect(procText(started, 'environ')).toContain('AIOS_DATA_DIR')
})
