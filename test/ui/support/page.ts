import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { findChromium } from '../../support/find-tools.ts'

const executablePath = findChromium()
if (!executablePath && process.env.CI) throw new Error('Browser tests need Chromium or Chrome, and CI skips none.')

/** Whether there is a browser to test with; `npm test` says so where not. */
export const hasChromium = executablePath !== undefined

/** Flags for machines without a screen, a sandbox or a network; the last ones keep it from calling home. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

let running: Promise<Browser> | undefined

/** One browser for all tests of a file; `closeBrowser` in `afterAll` ends it. */
const browser = (): Promise<Browser> => {
  running ??= chromium.launch({ ...(executablePath && { executablePath }), args: flags })
  return running
}

export const closeBrowser = async (): Promise<void> => {
  await (await running)?.close()
  running = undefined
}

/** A page of its own, without anything remembered; what its scripts complain about fails the test that opened it. */
export const openPage = async (
  url: string,
  { complaints = [], ...options }: BrowserContextOptions & { complaints?: RegExp[] } = {},
): Promise<Page> => {
  const context = await (await browser()).newContext({ viewport: { width: 1280, height: 800 }, ...options })
  const page = await context.newPage()
  const heard: string[] = []
  const hear = (words: string) => {
    if (!complaints.some((expected) => expected.test(words))) heard.push(words)
  }
  page.on('pageerror', (error) => hear(error.stack ?? error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') hear(`${message.text()} ${message.location().url}`)
  })
  onTestFinished(async () => {
    await context.close()
    if (heard.length > 0) throw new Error(`The page complained: ${heard.join('\n')}`)
  })
  await page.goto(url)
  return page
}
