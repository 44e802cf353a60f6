import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Document, DocumentWithReceipt, Page } from '../../extensions/backend/src/shared/contract/documents.ts'
import type { SearchResult } from '../../extensions/backend/src/shared/contract/search.ts'
import { openDatabase } from '../../extensions/backend/src/storage/database/database.ts'
import { openApp, type TestApp } from '../support/app.ts'
import { lockedPdf } from '../support/locked-pdf.ts'
import { permit } from '../support/samples.ts'
import { until } from '../support/until.ts'
import { libreOffice, pdfOf } from '../text/extract/made.ts'

let app: TestApp
beforeAll(async () => {
  app = await openApp()
})
afterAll(() => app.close())

const whole = (document: Document | undefined) => app.json<DocumentWithReceipt>(`/api/documents/${document?.id}`)
const settled = (document: Document | undefined) =>
  until(
    () => whole(document),
    ({ status }) => status === 'ready' || status === 'failed',
  )
const hitsOf = async (workspaceId: string, q: string) =>
  (await app.json<SearchResult>(`/api/workspaces/${workspaceId}/search?q=${encodeURIComponent(q)}`)).hits

describe('bytes that were read before', () => {
  it('are not parsed again, whatever their workspace and name; the receipt says so', async () => {
    const [one, other] = [await app.workspace('One'), await app.workspace('Other')]
    const [first] = await app.add(one.id, ['harbour.odt', libreOffice('harbour.odt')])
    const [second] = await app.add(other.id, ['Archive/rules.odt', libreOffice('harbour.odt')])
    const [read, taken] = [await whole(first), await whole(second)]
    expect(read.receipt).not.toHaveProperty('sameAs')
    expect(taken).toMatchObject({
      status: 'ready',
      pages: read.pages,
      passages: read.passages,
      receipt: { sameAs: 'harbour.odt' },
    })
    expect(taken.receipt.pages).toEqual(read.receipt.pages)
    expect(taken.receipt.warnings).toEqual(read.receipt.warnings)
    const [hit] = await hitsOf(other.id, 'oil changes at the eastern pier')
    expect(hit).toMatchObject({ documentId: second?.id, documentName: 'rules.odt' })
    const { text } = await app.json<Page>(`/api/documents/${second?.id}/pages/1`)
    expect(text.slice(hit?.start, hit?.end)).toBe(hit?.text)
    expect(await hitsOf(other.id, 'rules')).not.toEqual([]) // its own name is what it is found by

    await app.request(`/api/documents/${first?.id}`, { method: 'DELETE' })
    await app.post(`/api/documents/${second?.id}/reindex`)
    expect((await settled(second)).receipt).not.toHaveProperty('sameAs')
  })

  it('are parsed under a name that says another format, and when an earlier AIOS had read them', async () => {
    const { id } = await app.workspace()
    const [text] = await app.add(id, ['permit.txt', permit])
    const [markdown] = await app.add(id, ['permit.md', permit])
    expect((await whole(markdown)).receipt).not.toHaveProperty('sameAs')
    const db = await openDatabase(app.dataDir)
    db.prepare("UPDATE document SET receipt = json_set(receipt, '$.extractor', 0) WHERE id = ?").run(text?.id as string)
    db.close()
    const [again] = await app.add(id, ['copy.txt', permit])
    expect((await whole(again)).receipt).not.toHaveProperty('sameAs')
    const [third] = await app.add(id, ['third.txt', permit])
    expect((await whole(third)).receipt).toMatchObject({ sameAs: 'copy.txt' })
  })

  it('that a password opened need it again', async () => {
    const { id } = await app.workspace()
    const bytes = lockedPdf('The radio is channel 12.', 'kelp')
    const [locked] = await app.add(id, ['rules.pdf', bytes])
    await app.post(`/api/documents/${locked?.id}/reindex`, { password: 'kelp' })
    expect(await settled(locked)).toMatchObject({ status: 'ready' })
    expect(await app.add(id, ['copy.pdf', bytes])).toMatchObject([
      { status: 'failed', errorCode: 'document.encrypted' },
    ])
  })
})

describe('one page', () => {
  const readAgain = (document: Document | undefined, page: number) =>
    app.post(`/api/documents/${document?.id}/pages/${page}/reindex`)
  const spoil = async (document: Document | undefined, page: number) => {
    const db = await openDatabase(app.dataDir)
    db.prepare("UPDATE page SET text = '' WHERE document_id = ? AND number = ?").run(document?.id as string, page)
    db.prepare('DELETE FROM passage WHERE document_id = ? AND page = ?').run(document?.id as string, page)
    db.close()
  }

  it('is read anew, and nothing else of the document changes', async () => {
    const { id } = await app.workspace()
    const [document] = await app.add(id, [
      'tides.pdf',
      pdfOf('High water at noon', 'Low water at six', 'Slack at nine'),
    ])
    const before = await whole(document)
    const [kept] = await hitsOf(id, 'slack')
    await spoil(document, 2)
    expect(await hitsOf(id, 'low water at six')).not.toContainEqual(expect.objectContaining({ page: 2 }))
    const response = await readAgain(document, 2)
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual(before)
    expect(await app.json(`/api/documents/${document?.id}/pages/2`)).toMatchObject({ text: 'Low water at six' })
    expect((await hitsOf(id, 'low water at six'))[0]).toMatchObject({ documentId: document?.id, page: 2 })
    expect((await hitsOf(id, 'slack'))[0]?.passageId).toBe(kept?.passageId)
    expect((await hitsOf(id, 'high water at noon'))[0]).toMatchObject({ page: 1 })
    const db = await openDatabase(app.dataDir)
    const rows = db.prepare('SELECT (SELECT count(*) FROM passage) AS passages').get()
    expect(rows).toMatchObject({ passages: expect.any(Number) })
    expect(db.prepare('PRAGMA integrity_check').get()).toMatchObject({ integrity_check: 'ok' })
    db.close()
  })

  it('keeps the headings it stands under, and takes over what is said of it', async () => {
    const { id } = await app.workspace()
    const text = `# Harbour\n\n${'The tide rises. '.repeat(400)}\n\n${'The tide falls. '.repeat(400)}`
    const [document] = await app.add(id, ['tides.md', text])
    const before = await whole(document)
    expect(before.pages).toBeGreaterThan(1)
    await spoil(document, 2)
    expect(await (await readAgain(document, 2)).json()).toEqual(before)
    const hits = await hitsOf(id, 'the tide falls')
    expect(hits.find(({ page }) => page === 2)).toMatchObject({ heading: 'Harbour' })
  })

  it('that is not there, or of a document that was not read, is refused', async () => {
    const { id } = await app.workspace()
    const [document] = await app.add(id, ['tides.pdf', pdfOf('One page')])
    expect((await readAgain(document, 2)).status).toBe(404)
    expect((await readAgain(document, 0)).status).toBe(404)
    const [broken] = await app.add(id, ['broken.pdf', '%PDF-1.7 cut'])
    expect(await (await readAgain(broken, 1)).json()).toMatchObject({ error: { code: 'document.unread' } })
    const db = await openDatabase(app.dataDir)
    db.prepare("UPDATE document SET receipt = json_remove(receipt, '$.extractor') WHERE id = ?").run(
      document?.id as string,
    )
    db.close()
    const old = await readAgain(document, 1)
    expect(old.status).toBe(409)
    expect(await old.json()).toMatchObject({ error: { code: 'document.outdated' } })
  })
})
