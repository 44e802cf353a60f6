import { cpSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ensureUi } from '../../scripts/build/all.ts'
import { load, loads } from '../../src/base/load.ts'
import { text } from '../../src/strings/index.ts'
import { temporaryFolder } from '../support/folder.ts'
import { until } from '../support/until.ts'
import { hasWebKit, openWebKit } from '../support/webkit.ts'
import { closeBrowser, hasChromium, openPage } from './support/page.ts'
import { builtUi, serve } from './support/served.ts'
import { textOf } from './support/webkit-page.ts'

afterAll(closeBrowser)

const quick = { tries: 4, first: 1, longest: 2 }

test('code that cannot be had at first is tried again', async () => {
  let asked = 0
  const part = async () => {
    if (++asked < 4) throw new Error('nobody answers')
    return 'code'
  }
  expect(await load(part, quick)).toBe('code')
})

test('code that stays away is told of once, and in words to who asked for it', async () => {
  let told = 0
  const stop = new AbortController()
  loads.addEventListener('failed', () => told++, { signal: stop.signal })
  const cause = new Error('nobody answers')
  const failed = load(() => Promise.reject(cause), quick)
  await expect(failed).rejects.toMatchObject({ message: text.frame.unopened, cause })
  expect(told).toBe(1)
  stop.abort()
})

/** A backend whose UI lacks the code of the schedules, and the way to put it back. */
const serveWithout = async () => {
  await ensureUi()
  const ui = temporaryFolder()
  cpSync(builtUi, ui, { recursive: true })
  const name = readdirSync(join(ui, 'assets')).find((each) => each.startsWith('schedules-')) as string
  const [there, away] = [join(ui, 'assets', name), join(ui, name)]
  renameSync(there, away)
  const { page } = await serve({ ui })
  return { page, name, putBack: () => renameSync(away, there) }
}

const goToSchedules = "location.hash = '#/tasks/schedules'"
const isLoaded = "return customElements.get('aios-schedules') !== undefined"
/** It is fetched ahead with all others, which are there by then. */
const areOthersLoaded = "return customElements.get('aios-tasks') !== undefined"

test.skipIf(!hasChromium)('a screen whose code failed to load comes to life once it can be had', async () => {
  const { name, putBack, ...backend } = await serveWithout()
  const page = await openPage('about:blank', { complaints: [/status of 404/] })
  const failed = { count: 0 }
  page.on('response', (response) => {
    if (response.url().endsWith(name) && response.status() === 404) failed.count++
  })
  await page.goto(backend.page)
  await page.getByText(text.status.connected).waitFor()
  await until(() => failed.count > 0)
  await page.evaluate(goToSchedules)
  await until(() => failed.count > 1)
  putBack()
  await page.locator('aios-schedules h2').waitFor()
  expect(await page.locator('.notice').count()).toBe(0)
})

test.skipIf(!hasWebKit)('so it does in WebKitGTK', async () => {
  const { putBack, ...backend } = await serveWithout()
  await using webkit = await openWebKit()
  const { driver } = webkit
  await driver.get(backend.page)
  await until(() => driver.executeScript(areOthersLoaded), Boolean, { limit: 60_000 })
  await driver.executeScript(goToSchedules)
  expect(await driver.executeScript(isLoaded)).toBe(false)
  putBack()
  await until(() => driver.executeScript(isLoaded), Boolean, { limit: 60_000 })
  expect(await textOf(driver, '.notice')).toEqual([])
})
