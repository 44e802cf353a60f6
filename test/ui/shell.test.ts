import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { ensureUi } from '../../scripts/build/all.ts'
import { text } from '../../src/strings/index.ts'
import { stageApp } from '../support/app-folder.ts'
import { modelAgents } from '../support/model-agent.ts'
import { calls } from '../support/model-answers.ts'
import { startModelServer } from '../support/model-server.ts'
import { projectRoot } from '../support/neutralino-host/config.ts'
import { startHostProcess } from '../support/neutralino-host-process.ts'
import { descendants, roleBelow, untilGone } from '../support/processes.ts'
import { until } from '../support/until.ts'
import { clientOf } from './support/model-run.ts'
import { closeBrowser, hasChromium, openPage } from './support/page.ts'

afterAll(closeBrowser)

/** The real backend and the real interface with the real client, around the double of the core. */
const openWindow = async (env: NodeJS.ProcessEnv = {}) => {
  await ensureUi()
  const app = stageApp()
  const host = await startHostProcess({ root: app.root, resources: projectRoot, env: { ...app.env(), ...env } })
  onTestFinished(async () => {
    const started = descendants(host.pid)
    await host[Symbol.asyncDispose]()
    await untilGone(started, 10_000)
    app[Symbol.dispose]()
  })
  // The page outlives the backend and the core here; what Chromium says of that is no fault of the page's.
  const page = await openPage(`http://127.0.0.1:${host.port}/`, { complaints: [/ERR_/, /Failed to load/, /WebSocket/] })
  return { host, page, server: () => until(() => roleBelow(host.pid, 'server')) as Promise<number> }
}

describe.skipIf(!hasChromium)('in the window', () => {
  test('finds the backend through the core, and answers from the sample', async () => {
    const { page } = await openWindow()
    await page.getByText(text.status.connected).waitFor()
    await page.getByRole('button', { name: text.firstStart.sample }).click()
    await page.getByRole('button', { name: text.firstStart.questions[0] }).click()
    await page.getByRole('button', { name: /^Source 1/ }).click()
    await page.getByRole('complementary').locator('mark').first().waitFor()
  })

  test.skipIf(process.platform !== 'linux')('has the system open an original', async () => {
    const programs = mkdtempSync(join(tmpdir(), 'aios-openers-'))
    onTestFinished(() => rmSync(programs, { recursive: true, force: true }))
    const opened = join(programs, 'opened')
    writeFileSync(join(programs, 'xdg-open'), `#!/bin/sh\nprintf '%s' "$1" > '${opened}'\n`)
    chmodSync(join(programs, 'xdg-open'), 0o755)
    const { page } = await openWindow({ PATH: `${programs}${delimiter}${process.env.PATH}` })
    await page.getByRole('button', { name: text.firstStart.sample }).click()
    await page.getByRole('button', { name: text.firstStart.questions[0] }).click()
    await page.getByRole('button', { name: /^Source 1/ }).click()
    await page.getByRole('button', { name: text.evidence.originalOf(text.firstStart.sampleName) }).click()
    await page.getByRole('menuitem', { name: text.evidence.openOriginal }).click()
    const path = await until(() => existsSync(opened) && readFileSync(opened, 'utf8'))
    expect(path).toMatch(/Tidewater Workshop Handbook\.md$/)
    expect(readFileSync(path as string, 'utf8')).toContain('Tidewater')
  })

  test('a reload keeps the way to the core', async () => {
    const { page } = await openWindow()
    await page.getByText(text.status.connected).waitFor()
    await page.reload()
    await page.getByText(text.status.connected).waitFor()
  })

  test('names its window, and notifies through the core of what waits for somebody who looks elsewhere', async () => {
    await using server = await startModelServer()
    const { page } = await openWindow()
    await page.getByText(text.status.connected).waitFor()
    const sent: string[] = []
    const heard: string[] = []
    page.on('websocket', (socket) => {
      socket.on('framesent', ({ payload }) => sent.push(String(payload)))
      socket.on('framereceived', ({ payload }) => heard.push(String(payload)))
    })
    await page.reload()
    await page.getByText(text.status.connected).waitFor()
    const ready = await until(() => heard.find((frame) => frame.includes('"aios.ready"')))
    const { port, token } = (JSON.parse(ready as string) as { data: { port: number; token: string } }).data
    const client = clientOf({ url: `http://127.0.0.1:${port}`, token })
    const on = modelAgents(client)
    await on.provider(server)
    const { id: agentId } = await on.agent({ tools: ['ask_user'] })
    server.script(calls([{ name: 'ask_user', arguments: { question: 'Which of the secret harbours?' } }]))
    await page.evaluate(() => {
      document.hasFocus = () => false
    })
    const { id: workspaceId } = await client.workspace()
    await on.launch({ agentId, workspaceId })
    const call = (method: string, words: string) =>
      until(() => sent.some((frame) => frame.includes(`"${method}"`) && frame.includes(words)))
    await call('os.showNotification', text.attention.needsDecisionTitle)
    await call('window.setTitle', '(1) ')
    expect(sent.join()).not.toContain('secret harbours')
  })

  test('follows the backend over a crash', async () => {
    const { page, server } = await openWindow()
    await page.getByText(text.status.connected).waitFor()
    const first = await server()
    process.kill(first, 'SIGKILL')
    await page.getByText(text.status.restarting).waitFor()
    await page.getByText(text.status.connected).waitFor()
    expect(await server()).not.toBe(first)
    await page.getByRole('button', { name: text.firstStart.sample }).click()
    await page.getByRole('button', { name: text.firstStart.questions[0] }).waitFor()
  })

  test('closing lets the backend end first, then the app', async () => {
    const { host, page } = await openWindow()
    await page.getByText(text.status.connected).waitFor()
    const started = descendants(host.pid)
    host.closeWindow()
    expect(await host.exited).toBe(0)
    await untilGone(started, 3000)
  })

  test('a backend that keeps crashing is told with its cause and log; Retry starts it again', async () => {
    const { page, server } = await openWindow()
    await page.getByText(text.status.connected).waitFor()
    const alert = page.getByRole('alert')
    let last = 0
    await until(
      async () => {
        if (await alert.count()) return true
        const now = await Promise.race([server(), new Promise<number>((resolve) => setTimeout(resolve, 500, 0))])
        if (now && now !== last) process.kill(now, 'SIGKILL')
        last = now || last
        return false
      },
      Boolean,
      { limit: 80_000, pause: 200 },
    )
    await alert.getByText(text.status.failed).waitFor()
    await alert.getByText(text.status.log).click()
    await alert.locator('pre').waitFor()
    await alert.getByRole('button', { name: text.action.retry }).click()
    await page.getByText(text.status.connected).waitFor()
  })
})
