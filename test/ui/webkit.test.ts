import type { WebDriver } from 'selenium-webdriver'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ensureUi } from '../../scripts/build/all.ts'
import { text } from '../../src/strings/index.ts'
import { stageApp } from '../support/app-folder.ts'
import { projectRoot } from '../support/neutralino-host/config.ts'
import { startHostProcess } from '../support/neutralino-host-process.ts'
import { descendants, untilGone } from '../support/processes.ts'
import { until } from '../support/until.ts'
import { hasWebKit, openWebKit } from '../support/webkit.ts'

/** Looks through all shadow roots: WebDriver's own search ends at the first. Run in the page. */
const deep = `
  const all = (root) => [...root.querySelectorAll('*')].flatMap((each) => [each, ...(each.shadowRoot ? all(each.shadowRoot) : [])])
  const elements = all(document)
  const nameOf = (each) => (each.getAttribute('aria-label') ?? each.textContent).trim()
`

const textOf = (driver: WebDriver, selector: string) =>
  driver.executeScript<string[]>(
    `${deep} return elements.filter((each) => each.matches(arguments[0])).map((each) => each.textContent)`,
    selector,
  )

const click = (driver: WebDriver, name: string) =>
  until(() =>
    driver.executeScript<boolean>(
      `${deep}
      const found = elements.find((each) => each.matches('button, a') && nameOf(each).startsWith(arguments[0]))
      found?.click()
      return found !== undefined`,
      name,
    ),
  )

describe.skipIf(!hasWebKit)('in WebKitGTK, the engine of the window on Linux', () => {
  test('the sample is answered through the core’s double, and its citation opens with the quote marked', async () => {
    await ensureUi()
    const app = stageApp()
    const host = await startHostProcess({ root: app.root, resources: projectRoot, env: app.env() })
    onTestFinished(async () => {
      const started = descendants(host.pid)
      await host[Symbol.asyncDispose]()
      await untilGone(started, 10_000)
      app[Symbol.dispose]()
    })
    await using webkit = await openWebKit()
    const { driver } = webkit
    await driver.get(`http://127.0.0.1:${host.port}/`)
    await until(async () => (await textOf(driver, '[role=status]')).join().includes(text.status.connected))

    await click(driver, text.firstStart.sample)
    await click(driver, text.firstStart.questions[0] as string)
    await click(driver, 'Source 1')
    const marked = await until(
      () => textOf(driver, 'mark'),
      (marks) => marks.length > 0,
    )
    expect(marked.join(' ')).toContain('A full membership costs 180 euros per year')
  })
})
