import type { Locator } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { text } from '../../src/strings/index.ts'
import { clientOf, goTo } from './support/model-run.ts'
import { closeBrowser, hasChromium, openPage } from './support/page.ts'
import { serve } from './support/served.ts'

afterAll(closeBrowser)

const linesOf = (words: Locator): Promise<number> =>
  words.evaluate((element) => {
    const range = document.createRange()
    range.selectNodeContents(element)
    return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size
  })

test.skipIf(!hasChromium)('in 360 pixels, what has room on one line stands on one', async () => {
  const backend = await serve()
  const page = await openPage(backend.page, { viewport: { width: 360, height: 740 } })
  await page.getByRole('button', { name: text.firstStart.sample }).click()
  await page.getByRole('button', { name: text.firstStart.questions[0] }).click()
  await page.locator('aios-answer blockquote').first().waitFor()

  const [task] = await backend.call<{ id: string; workspaceId: string }[]>('/api/tasks')
  await goTo(page, `tasks/${task?.id}`)
  const inTask = page.locator('aios-task')
  const copy = await inTask.getByRole('button', { name: text.action.copy }).boundingBox()
  const save = await inTask.getByRole('button', { name: text.ask.saveLabel }).boundingBox()
  expect.soft(save?.y).toBe(copy?.y)

  await goTo(page, 'library/recall')
  const heading = page.getByRole('heading', { name: text.recall.title })
  await heading.waitFor()
  expect.soft(await linesOf(heading)).toBe(1)

  const rules = Array.from(
    { length: 1500 },
    (_, n) => `Mooring ${n} pays a fee of ${n} euros in each month of the year.`,
  )
  const [document] = await clientOf(backend).add(task?.workspaceId as string, ['Rules.md', rules.join('\n\n')])
  await goTo(page, `library/${document?.id}`)
  const state = page.locator('aios-document .standing .state')
  await state.filter({ hasText: /\d{3} passages/ }).waitFor()
  expect.soft(await linesOf(state)).toBe(1)
})
