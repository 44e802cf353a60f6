import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Document, Page } from '../../extensions/backend/src/shared/contract/documents.ts'
import { openApp, type TestApp } from '../support/app.ts'
import { lockedPdf } from '../support/locked-pdf.ts'
import { until } from '../support/until.ts'
import { libreOffice } from '../text/extract/made.ts'

const password = 'kelp-forest-9317'
const text = 'Every boat must carry a working radio.'

let app: TestApp
beforeAll(async () => {
  app = await openApp()
})
afterAll(() => app.close())

const settled = (id: string) =>
  until(
    () => app.json<Document>(`/api/documents/${id}`),
    ({ status }) => status === 'ready' || status === 'failed',
  )
const retry = async (id: string, body?: unknown) => {
  const response = await app.post(`/api/documents/${id}/reindex`, body)
  expect(response.status).toBe(202)
  return settled(id)
}
const picture = (id: string) => app.request(`/api/documents/${id}/pages/1/image?width=200`)

describe('a document with a password', () => {
  it('that is a PDF fails, is read once it is given the right one, and shows its pages until the end of the session', async () => {
    const { id: workspaceId } = await app.workspace()
    const [locked] = await app.add(workspaceId, ['rules.pdf', lockedPdf(text, password)])
    const id = locked?.id as string
    expect(locked).toMatchObject({
      status: 'failed',
      errorCode: 'document.encrypted',
      error: expect.stringMatching(/is password-protected\. Enter the password/),
    })
    expect(await retry(id, { password: 'wrong' })).toMatchObject({
      status: 'failed',
      errorCode: 'document.encrypted',
      error: 'That isn’t the password for rules.pdf. Check it and try again.',
    })
    const ready = await retry(id, { password })
    expect(ready).toMatchObject({ status: 'ready', pages: 1 })
    expect(ready).not.toHaveProperty('error')
    expect(ready).not.toHaveProperty('errorCode')
    expect(await app.json(`/api/documents/${id}/pages/1`)).toMatchObject({ text })
    expect((await app.ask(workspaceId, 'What must every boat carry?')).result?.citations[0]).toMatchObject({
      documentId: id,
    })
    expect((await picture(id)).headers.get('content-type')).toBe('image/png')
    expect(await retry(id)).toMatchObject({ status: 'ready' })

    const exported = await app.request(`/api/workspaces/${workspaceId}/export`)
    expect((await buffer(exported.body as never)).includes(password)).toBe(false)
    await app.close({ keep: true })
    const files = readdirSync(app.dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(files.map(({ name }) => name)).toContain('aios.db')
    const holders = files.filter(({ parentPath, name }) => readFileSync(join(parentPath, name)).includes(password))
    expect(holders).toEqual([])

    app = await openApp({ dataDir: app.dataDir })
    expect(await app.json(`/api/documents/${id}/pages/1`)).toMatchObject({ text })
    const refused = await picture(id)
    expect(refused.status).toBe(409)
    expect(await refused.json()).toMatchObject({ error: { code: 'document.encrypted' } })
    expect(await retry(id, { password })).toMatchObject({ status: 'ready' })
    expect((await picture(id)).status).toBe(200)
  })

  it.each(['locked.docx', 'locked.ods'])('flows the same way for %s', async (name) => {
    const { id: workspaceId } = await app.workspace()
    const [document] = await app.add(workspaceId, [name, libreOffice(name)])
    expect(document).toMatchObject({ status: 'failed', errorCode: 'document.encrypted' })
    const id = document?.id as string
    const wrong = `That isn’t the password for ${name}. Check it and try again.`
    expect(await retry(id, { password: 'wrong' })).toMatchObject({ errorCode: 'document.encrypted', error: wrong })
    expect(await retry(id, { password })).toMatchObject({ status: 'ready' })
    expect(await app.json<Page>(`/api/documents/${id}/pages/1`)).toMatchObject({
      text: expect.stringMatching(/Mooring/),
    })
  })

  it('refuses a password that is none, naming the field', async () => {
    const { id: workspaceId } = await app.workspace()
    const [locked] = await app.add(workspaceId, ['rules.pdf', lockedPdf(text, password)])
    for (const wrong of ['', 7, 'x'.repeat(2000)]) {
      const response = await app.post(`/api/documents/${locked?.id}/reindex`, { password: wrong })
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({ error: { message: expect.stringMatching(/^password/) } })
    }
  })

  it('may come with any document; one that needs none is read all the same', async () => {
    const { id: workspaceId } = await app.workspace()
    const [document] = await app.add(workspaceId, ['note.txt', text])
    expect(await retry(document?.id as string, { password })).toMatchObject({ status: 'ready' })
    const response = await app.request(`/api/documents/${document?.id}/reindex`, { method: 'POST' })
    expect(response.status).toBe(202)
  })
})
