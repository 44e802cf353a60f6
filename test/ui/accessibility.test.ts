import type { Page } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import { text } from '../../src/strings/index.ts'
import { overflow, violations } from './support/axe.ts'
import { closeBrowser, hasChromium, openPage } from './support/page.ts'
import { type Served, serve } from './support/served.ts'
import { slides } from './support/slides.ts'

afterAll(closeBrowser)

const go = async (page: Page, hash: string, heading: string | RegExp) => {
  await page.evaluate((to) => {
    location.hash = to
  }, hash)
  await page.getByRole('heading', { name: heading }).first().waitFor()
}

const closeDialog = async (page: Page) => {
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

/** One screen after the other, with something on each. */
const screens: [name: string, open: (page: Page, backend: Served) => Promise<void>][] = [
  [
    'ask, nothing asked',
    async (page) => {
      await page.getByRole('button', { name: text.firstStart.sample }).click()
      await page.getByRole('button', { name: text.firstStart.questions[0] }).waitFor()
    },
  ],
  [
    'an answer with its evidence',
    async (page) => {
      await page.getByRole('button', { name: text.firstStart.questions[0] }).click()
      await page.getByRole('button', { name: /^Source 1/ }).click()
      await page.getByRole('complementary').locator('mark').first().waitFor()
    },
  ],
  ['library', async (page) => go(page, '#/library', text.library.title)],
  [
    'search results',
    async (page) => {
      await page.getByRole('searchbox').fill('table saw')
      await page.locator('.hit').first().waitFor()
    },
  ],
  [
    'a document',
    async (page, { call }) => {
      const [workspace] = await call<{ id: string }[]>('/api/workspaces')
      const [document] = await call<{ id: string }[]>(`/api/workspaces/${workspace?.id}/documents`)
      await go(page, `#/library/${document?.id}`, text.firstStart.sampleName)
      await page.getByRole('table').waitFor()
    },
  ],
  ['tasks', async (page) => go(page, '#/tasks', text.tasks.groups.done)],
  [
    'a task',
    async (page, { call }) => {
      const [task] = await call<{ id: string }[]>('/api/tasks')
      await go(page, `#/tasks/${task?.id}`, text.tasks.timeline)
    },
  ],
  ['agents', async (page) => go(page, '#/agents', 'Answer')],
  ['settings', async (page) => go(page, '#/settings/storage', text.settings.storage)],
  [
    'the palette',
    async (page) => {
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox').waitFor()
    },
  ],
  [
    'the keys',
    async (page) => {
      await closeDialog(page)
      await page.keyboard.press('?')
      await page.locator('aios-keys').getByText(text.keys.palette).waitFor()
    },
  ],
  [
    'a new workspace',
    async (page) => {
      await closeDialog(page)
      await go(page, '#/ask', text.ask.title)
      await page.getByRole('button', { name: /^Workspace/ }).click()
      await page.getByRole('menuitem', { name: text.workspaces.new }).click()
      await page.locator('aios-workspace-dialog').getByRole('textbox').waitFor()
    },
  ],
]

describe.skipIf(!hasChromium).each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  test('axe finds nothing wrong on any screen', async () => {
    const backend = await serve()
    const page = await openPage(backend.page, { colorScheme, reducedMotion: 'reduce' })
    await page.getByRole('button', { name: text.firstStart.sample }).waitFor()
    expect(await violations(page), 'the first start').toEqual([])
    for (const [name, open] of screens) {
      await open(page, backend)
      expect(await violations(page), name).toEqual([])
    }
  })
})

describe.skipIf(!hasChromium).each([
  ['360 pixels wide', { width: 360, height: 640 }, 1],
  ['at 200 % zoom', { width: 640, height: 400 }, 2],
])('%s', (_, viewport, deviceScaleFactor) => {
  test('no screen is cut off, and axe finds nothing wrong', async () => {
    const backend = await serve()
    const page = await openPage(backend.page, { viewport, deviceScaleFactor })
    await page.getByRole('button', { name: text.firstStart.sample }).waitFor()
    expect(await overflow(page), 'the first start').toBeLessThanOrEqual(0)
    for (const [name, open] of screens) {
      await page.keyboard.press('Escape') // here the evidence lies over the screen
      await open(page, backend)
      expect(await overflow(page), name).toBeLessThanOrEqual(0)
      expect(await page.evaluate(slides), name).toEqual([])
      expect(await violations(page), name).toEqual([])
    }
  })
})
