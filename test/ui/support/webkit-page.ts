import type { WebDriver } from 'selenium-webdriver'
import { until } from '../../support/until.ts'

/** Looks through all shadow roots: WebDriver's own search ends at the first. Run in the page. */
const deep = `
  const all = (root) => [...root.querySelectorAll('*')].flatMap((each) => [each, ...(each.shadowRoot ? all(each.shadowRoot) : [])])
  const elements = all(document)
  const nameOf = (each) => (each.getAttribute('aria-label') ?? each.textContent).trim()
`

/** The text of each element that a selector fits. */
export const textOf = (driver: WebDriver, selector: string) =>
  driver.executeScript<string[]>(
    `${deep} return elements.filter((each) => each.matches(arguments[0])).map((each) => each.textContent)`,
    selector,
  )

/** Presses the first button or link whose name begins so, once it is there. */
export const click = (driver: WebDriver, name: string) =>
  until(
    () =>
      driver.executeScript<boolean>(
        `${deep}
        const found = elements.find((each) => each.matches('button, a') && nameOf(each).startsWith(arguments[0]))
        found?.click()
        return found !== undefined`,
        name,
      ),
    Boolean,
    { limit: 60_000 },
  )

/** Types into the composer, and presses Enter once what stands there can go out. */
export const ask = (driver: WebDriver, prompt: string) =>
  until(
    () =>
      driver.executeScript<boolean>(
        `${deep}
        const composer = elements.find((each) => each.localName === 'aios-composer')?.shadowRoot
        const field = composer?.querySelector('textarea')
        if (!field) return false
        if (field.value !== arguments[0]) {
          field.value = arguments[0]
          field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }))
        }
        if (composer.querySelector('.send').disabled) return false
        field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true, cancelable: true }))
        return true`,
        prompt,
      ),
    Boolean,
    { limit: 60_000 },
  )
