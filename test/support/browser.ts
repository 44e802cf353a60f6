import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { findChromium } from './find-tools.ts'

const executablePath = findChromium()
// A test that CI skips is one that nobody misses.
if (!executablePath && process.env.CI) throw new Error('Browser tests need Chromium or Chrome, or AIOS_CHROMIUM.')

/** Whether there is a browser for tests; `npm test` says so where there is none. */
export const hasChromium = executablePath !== undefined

/** For machines without a screen, a sandbox or a network; the last ones keep it from calling home. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** An installed Chromium or Chrome, headless, with one page; closed with the block that opened it. */
export const openChromium = async (options: BrowserContextOptions = {}) => {
  const browser: Browser = await chromium.launch({ ...(executablePath && { executablePath }), args: flags })
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  const page: Page = await context.newPage()
  return { browser, context, page, [Symbol.asyncDispose]: () => browser.close() }
}
