import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import type { Document } from '../../extensions/backend/src/shared/contract/documents.ts'
import { text } from '../../src/strings/index.ts'
import { temporaryFolder } from '../support/folder.ts'
import { hasSamples, permit, sampleFolder, withoutSamples } from '../support/samples.ts'
import { until } from '../support/until.ts'
import { faults } from './support/axe.ts'
import { closeBrowser, hasChromium, openPage } from './support/page.ts'
import { type Served, serve } from './support/served.ts'

afterAll(closeBrowser)

const choose = async (page: Page, button: string, files: string | string[]) => {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: button }).click()
  await (await chooser).setFiles(files)
}

const openLibrary = async (page: Page) => {
  await page.getByRole('link', { name: 'Library' }).click()
  await page.getByRole('heading', { name: 'Library' }).waitFor()
}

const documents = async ({ call }: Served): Promise<Document[]> => {
  const workspaces = await call<{ id: string }[]>('/api/workspaces')
  const lists = await Promise.all(workspaces.map(({ id }) => call<Document[]>(`/api/workspaces/${id}/documents`)))
  return lists.flat()
}

const folderOfFiles = () => {
  const folder = join(temporaryFolder(), 'harbour')
  mkdirSync(join(folder, 'rules/old'), { recursive: true })
  writeFileSync(join(folder, 'permit.md'), permit)
  writeFileSync(join(folder, 'rules/speed.txt'), 'Boats go at most four knots inside the breakwater.\n')
  writeFileSync(join(folder, 'rules/old/horn.html'), '<h1>Horn</h1><p>Two long blasts mean that a ferry leaves.</p>')
  writeFileSync(join(folder, '.hidden'), 'nobody means to add this')
  return folder
}

describe.skipIf(!hasChromium)('the library', () => {
  test('takes a folder with its folders, leaves out what is hidden, and finds what stands in it', async () => {
    const backend = await serve()
    const page = await openPage(backend.page)
    await choose(page, text.firstStart.folder, folderOfFiles())
    await openLibrary(page)
    const row = (name: string) => page.getByRole('listitem').filter({ hasText: name })
    for (const name of ['permit.md', 'speed.txt', 'horn.html'])
      await row(name)
        .getByText(/1 page/)
        .waitFor()
    await row('horn.html').getByText('harbour/rules/old').waitFor()
    expect((await documents(backend)).map(({ name }) => name).sort()).toEqual(['horn.html', 'permit.md', 'speed.txt'])

    await page.getByRole('searchbox').fill('breakwatre')
    await page.getByText(text.search.corrected('breakwatre', 'breakwater')).waitFor()
    await page.locator('.group').getByText('speed.txt').waitFor()
    expect(await faults(page)).toEqual([])
    await page.getByRole('searchbox').fill('ferry blasts')
    await page.locator('.group').first().getByText('horn.html').waitFor()
    const hit = page.locator('.hit').first()
    expect(await hit.locator('mark').allTextContents()).toEqual(expect.arrayContaining(['blasts', 'ferry']))
    await page.getByRole('searchbox').press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    const evidence = page.getByRole('complementary')
    await evidence.locator('mark').first().waitFor()
    expect(await evidence.locator('.text').textContent()).toContain('Two long blasts mean that a ferry leaves.')
  })

  test('says why a file failed, and reads it again on Retry', async () => {
    const backend = await serve()
    const broken = join(temporaryFolder(), 'broken.pdf')
    writeFileSync(broken, '%PDF-1.7\nthis was cut off')
    const page = await openPage(backend.page)
    await choose(page, text.firstStart.files, broken)
    await openLibrary(page)
    const failures = page.getByRole('region', { name: text.library.failedTitle(1) })
    await failures.getByText('broken.pdf', { exact: true }).waitFor()
    const [failed] = await until(
      () => documents(backend),
      ([document]) => document?.status === 'failed',
    )
    await failures.getByText(failed?.error as string).waitFor()

    const again = page.waitForResponse((response) => response.url().endsWith('/reindex'))
    await failures.getByRole('button', { name: text.action.retry }).click()
    expect((await again).status()).toBe(202)
    await failures.getByText(failed?.error as string).waitFor()
  })

  test('deletes with a chance to undo', async () => {
    const backend = await serve()
    const page = await openPage(backend.page)
    await choose(page, text.firstStart.folder, folderOfFiles())
    await openLibrary(page)
    const speed = page.getByRole('listitem').filter({ hasText: 'speed.txt' })
    await speed.getByText(/1 page/).waitFor()
    await speed.getByRole('checkbox').click()
    await page.getByRole('button', { name: text.library.delete(1) }).click()
    await speed.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: text.action.undo }).click()
    await speed.waitFor()
    expect(await documents(backend)).toHaveLength(3)

    await speed.getByRole('checkbox').click()
    await page.getByRole('button', { name: text.library.delete(1) }).click()
    await speed.waitFor({ state: 'detached' })
    await page
      .getByRole('region', { name: text.frame.notices })
      .getByRole('button', { name: text.action.close })
      .click()
    await until(
      () => documents(backend),
      (left) => left.length === 2,
    )
  })

  test('takes files that are dropped', async () => {
    const backend = await serve()
    const page = await openPage(backend.page)
    await page.getByRole('button', { name: text.firstStart.files }).waitFor()
    const transfer = await page.evaluateHandle((content) => {
      const data = new DataTransfer()
      data.items.add(new File([content], 'permit.md', { type: 'text/markdown' }))
      return data
    }, permit)
    await page.dispatchEvent('aios-app', 'dragenter', { dataTransfer: transfer })
    await page.getByText(text.frame.drop).waitFor()
    await page.dispatchEvent('aios-app', 'drop', { dataTransfer: transfer })
    await openLibrary(page)
    await page
      .getByRole('listitem')
      .filter({ hasText: 'permit.md' })
      .getByText(/1 page/)
      .waitFor()
  })

  test('shows 10,000 documents without drawing them all', async () => {
    const backend = await serve()
    const page = await openPage('about:blank')
    const workspace = await backend.call<{ id: string }>('/api/workspaces', {
      method: 'POST',
      body: JSON.stringify({ name: 'Large' }),
    })
    const many = Array.from({ length: 10_000 }, (_, index) => ({
      id: `01900000-0000-7000-8000-${String(index).padStart(12, '0')}`,
      workspaceId: workspace.id,
      name: `document ${index}.txt`,
      mediaType: 'text/plain',
      size: 1000,
      sha256: '',
      status: 'ready',
      progress: 1,
      pages: 3,
      passages: 5,
      createdAt: '2026-05-05T12:00:00.000Z',
    }))
    await page.route('**/documents', (route) => route.fulfill({ json: many }))
    await page.goto(`${backend.page}`)
    await openLibrary(page)
    await page.getByText('10,000 documents').waitFor()
    const rows = page.locator('li.row')
    expect(await rows.count()).toBeLessThan(80)

    await page.getByRole('link', { name: 'document 0.txt' }).focus()
    await page.keyboard.press('End')
    await page.getByRole('link', { name: 'document 9999.txt' }).waitFor()
    expect(await page.getByRole('link', { name: 'document 9999.txt' }).evaluate((link) => link.matches(':focus'))).toBe(
      true,
    )
    expect(await rows.count()).toBeLessThan(80)
  })
})

describe.skipIf(!hasChromium || !hasSamples)(`a real PDF${withoutSamples}`, () => {
  test('is read, answered from and shown at the cited page, as text and as a picture', async () => {
    const backend = await serve()
    const page = await openPage(backend.page)
    await choose(page, text.firstStart.files, [
      join(sampleFolder, 'GeoTopo-komprimiert.pdf'),
      join(sampleFolder, 'libreoffice-writer-password.pdf'),
    ])
    await page.getByRole('textbox', { name: text.ask.label }).fill('Wann heißt ein topologischer Raum hausdorffsch?')
    await page.keyboard.press('Enter')
    const citation = page.getByRole('button', { name: /^Source 1: GeoTopo/ })
    await citation.waitFor({ timeout: 60_000 })
    await citation.click()

    const evidence = page.getByRole('complementary')
    const quote =
      (await page.locator('aios-answer blockquote p').first().textContent())?.replace(/\s*\d+\s*$/, '') ?? ''
    const marked = (await evidence.locator('mark').allTextContents()).join(' ')
    const folded = (words: string) => words.replace(/\s+/g, '')
    expect(folded(marked)).toBe(folded(quote))

    await evidence.getByRole('button', { name: text.evidence.picture }).click()
    const picture = evidence.getByRole('img')
    await picture.waitFor()
    await until(() => picture.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 500))
    await evidence.getByRole('button', { name: text.evidence.nextPage }).click()
    await evidence.getByRole('button', { name: text.evidence.quoteOn(1).slice(0, 10) }).waitFor()

    await openLibrary(page)
    await page
      .getByRole('region', { name: text.library.failedTitle(1) })
      .getByText(/password/)
      .first()
      .waitFor()
  })
})
