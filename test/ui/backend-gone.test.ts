import { afterAll, describe, expect, test } from 'vitest'
import { text } from '../../src/strings/index.ts'
import { until } from '../support/until.ts'
import { closeBrowser, hasChromium, openPage } from './support/page.ts'
import { serve } from './support/served.ts'

afterAll(closeBrowser)

/** What Chromium itself says of requests that reach nobody or are refused; expected here. */
const complaints = [/Failed to load resource/, /ERR_CONNECTION_REFUSED/, /ERR_INCOMPLETE_CHUNKED_ENCODING/, /ERR_/]

describe.skipIf(!hasChromium)('a backend that goes away', () => {
  test('a killed server is waited for and found again, and what is asked then is answered', async () => {
    const backend = await serve()
    const page = await openPage(backend.page, { complaints })
    await page.getByRole('button', { name: text.firstStart.sample }).click()
    await page.getByRole('button', { name: text.firstStart.questions[0] }).waitFor()
    await page.getByText(text.status.connected).waitFor()

    const states = await page.evaluateHandle(() => {
      const seen: string[] = []
      const status = document.querySelector('aios-app')?.shadowRoot?.querySelector('aios-rail')?.shadowRoot
      const root = status?.querySelector('aios-status')?.shadowRoot
      const note = () => seen.push(root?.textContent?.trim() ?? '')
      new MutationObserver(note).observe(root as ShadowRoot, { subtree: true, characterData: true, childList: true })
      return seen
    })
    await backend.killServer(() => page.getByText(text.status.restarting).waitFor())
    await page.getByText(text.status.connected).waitFor()
    expect(await states.jsonValue()).toEqual([text.status.restarting, text.status.connected])

    await page.getByRole('button', { name: text.firstStart.questions[0] }).click()
    await page.locator('aios-answer blockquote').first().waitFor()
  })

  test('one that stays away is told, with what to do, and Retry finds it once it is back', async () => {
    const backend = await serve()
    const page = await openPage(backend.page, { complaints })
    await page.getByText(text.status.connected).waitFor()
    await backend.stop()
    const alert = page.getByRole('alert')
    await alert.getByText(text.status.failed).waitFor({ timeout: 80_000 })
    await alert.getByText(text.status.unreachable(backend.url)).waitFor()

    await serve({ port: backend.port, token: backend.token })
    await alert.getByRole('button', { name: text.action.retry }).click()
    await page.getByText(text.status.connected).waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  test('a wrong key is told in words', async () => {
    const backend = await serve()
    const page = await openPage(`${backend.url}/#token=wrong`, { complaints })
    await page.getByRole('alert').getByText(text.status.wrongToken).waitFor()
    await page.getByText(text.status.failed).first().waitFor()
    expect(await page.getByRole('button', { name: text.ask.send, exact: true }).count()).toBe(0)
  })

  test('a question that cannot go out stays written', async () => {
    const backend = await serve()
    const page = await openPage(backend.page, { complaints })
    await page.getByRole('button', { name: text.firstStart.sample }).click()
    const field = page.getByRole('textbox', { name: text.ask.label })
    await field.fill('Who may use the saw?')
    const send = page.getByRole('button', { name: text.ask.send, exact: true })
    await until(() => send.isEnabled())
    await backend.stop()
    await serve({ port: backend.port, token: 'another-token-after-a-restart' })
    await until(() => send.isDisabled())
    await field.press('Enter')
    expect(await field.inputValue()).toBe('Who may use the saw?')
  })

  test('a page without a key says where to get one', async () => {
    const backend = await serve()
    const page = await openPage(backend.url)
    await page.getByRole('alert').getByText(text.status.noToken).waitFor()
  })

  test('the key survives a reload, and is in neither the address nor the history', async () => {
    const backend = await serve()
    const page = await openPage(backend.page)
    await page.getByText(text.status.connected).waitFor()
    await page.reload()
    await page.getByText(text.status.connected).waitFor()
    expect(page.url()).not.toContain('token')
    await page.goBack()
    expect(page.url()).not.toContain('token')
  })

  test('an address cannot send the key or a question to another machine', async () => {
    const backend = await serve()
    const page = await openPage(`${backend.page}&backend=${encodeURIComponent('http://192.0.2.1:80')}`)
    await page.getByText(text.status.connected).waitFor()
  })
})
