import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Document } from '../../extensions/backend/src/shared/contract/documents.ts'
import { openApp, type TestApp } from '../support/app.ts'
import { zipsOfZeros } from '../support/hostile.ts'
import { originalsIn } from '../support/originals.ts'
import { permit } from '../support/samples.ts'
import { until } from '../support/until.ts'
import { docxOf } from '../text/extract/office.ts'
import { zipOf } from '../text/extract/zip-of.ts'

let app: TestApp
beforeAll(async () => {
  app = await openApp()
})
afterAll(() => app.close())

const blobs = () => originalsIn(app.dataDir)

/** Uploads an archive; what came of it, by folder and name. */
const send = async (workspaceId: string, name: string, zip: Uint8Array) => {
  const response = await app.upload(workspaceId, [name, zip])
  expect(response.status).toBe(202)
  return (await response.json()) as Document[]
}
const settled = (id: string) =>
  until(
    () => app.documents(id),
    (documents) => documents.every(({ status }) => status === 'ready' || status === 'failed'),
  )
const pathOf = ({ folder, name }: Document) => `${folder}/${name}`

describe('an archive that is uploaded', () => {
  it('becomes its files, in folders of its name, and is not kept itself', async () => {
    const { id } = await app.workspace()
    const inner = await zipOf({ 'radio.txt': 'Every boat must carry a working radio.' })
    const zip = await zipOf({
      'permit.md': permit,
      'Häfen/fees.txt': 'The fee is 340 euros.',
      'more.zip': inner,
      '__MACOSX/._permit.md': 'x',
    })
    const sent = await send(id, 'Mail/Permits.zip', zip)
    const paths = [
      'Mail/Permits.zip/permit.md',
      'Mail/Permits.zip/Häfen/fees.txt',
      'Mail/Permits.zip/more.zip/radio.txt',
    ]
    expect(sent.map(pathOf)).toEqual(paths)
    expect(await settled(id)).toMatchObject([{ status: 'ready' }, { status: 'ready' }, { status: 'ready' }])
    expect((await app.ask(id, 'What must every boat carry?')).result?.citations[0]?.documentName).toBe('radio.txt')
    expect(blobs()).toHaveLength(3)
    const again = await send(id, 'Mail/Permits.zip', zip)
    expect(again.map((document) => document.id)).toEqual(sent.map((document) => document.id))
    await app.request(`/api/workspaces/${id}`, { method: 'DELETE' })
    expect(blobs()).toEqual([])
  })

  it('lists what cannot be taken with the reason, and takes the rest', async () => {
    const { id } = await app.workspace()
    let deep = await zipOf({ 'core.txt': 'core' })
    for (let depth = 0; depth < 4; depth++) deep = await zipOf({ 'in.zip': deep })
    const zip = await zipOf({ 'good.md': permit, 'deep.zip': deep, 'bad.txt': 'b'.repeat(50), 'locked.txt': 'l' })
    patch(zip, 'bad.txt', (entry) => entry.writeUInt32LE(1, 16)) // another checksum
    patch(zip, 'locked.txt', (entry) => entry.writeUInt16LE(1, 8)) // encrypted
    const sent = await send(id, 'mixed.zip', zip)
    expect(Object.fromEntries(sent.map((each) => [pathOf(each), each.error ?? each.status]))).toEqual({
      'mixed.zip/good.md': 'queued',
      'mixed.zip/deep.zip/in.zip/in.zip': expect.stringContaining('too many archives'),
      'mixed.zip/bad.txt': expect.stringContaining('damaged'),
      'mixed.zip/locked.txt': expect.stringContaining('password'),
    })
    const locked = sent.find(({ name }) => name === 'locked.txt')
    const retried = await app.post(`/api/documents/${locked?.id}/reindex`)
    expect(retried.status).toBe(409)
    expect(await retried.json()).toMatchObject({ error: { code: 'document.bytes-missing', message: locked?.error } })
    expect((await settled(id)).filter(({ status }) => status === 'ready')).toMatchObject([{ name: 'good.md' }])
    expect(readdirSync(join(app.dataDir, 'blobs/incoming'))).toEqual([])
  })

  it('that is a bomb, encrypted, cut short or empty is one failed document that says so', async () => {
    const { id } = await app.workspace()
    const bomb = await zipOf({ a: 'a', 'zeros.txt': Buffer.alloc(300 * 1024 ** 2) })
    const encrypted = patch(await zipOf({ 'a.txt': 'a' }), 'a.txt', (entry) => {
      entry.writeUInt16LE(1, 8)
      entry.writeUInt32LE(13, 20) // encryption takes twelve bytes more
    })
    const cut = (await zipOf({ 'a.txt': 'a'.repeat(1000) })).subarray(0, 60)
    const cases: [string, Uint8Array, RegExp][] = [
      ['bomb.zip', bomb, /wasn’t unpacked.*times its size/],
      ['secret.zip', encrypted, /password/],
      ['cut.zip', cut, /damaged|incomplete/],
      ['empty.zip', await zipOf({}), /contains no files/],
    ]
    for (const [name, zip, reason] of cases) {
      const [document, ...more] = await send(id, name, zip)
      const failed = await until(
        () => app.json<Document>(`/api/documents/${document?.id}`),
        ({ status }) => status === 'failed',
      )
      expect(failed).toMatchObject({ name, error: expect.stringMatching(reason) })
      expect(more).toEqual([])
    }
    expect(readdirSync(join(app.dataDir, 'blobs/incoming'))).toEqual([])
    expect(await app.add(id, ['permit.md', permit])).toMatchObject([{ status: 'ready' }])
  })

  it('that is a bomb on all levels together leaves nothing behind, and what came with it stays', async () => {
    const { id } = await app.workspace()
    const bomb = await zipsOfZeros()
    expect(bomb[1].length).toBeLessThan(20_000)
    const log = await zipOf({ a: 'x', 'log.csv': '2024-05-31;crane 4;ok;0\n'.repeat(10_000) })
    const before = blobs()
    const began = performance.now()
    const response = await app.upload(
      id,
      ['permit.md', permit],
      bomb,
      ['logs.zip', log],
      ['after.md', `${permit} again`],
    )
    console.log(`answered after ${Math.round(performance.now() - began)} ms`)
    expect(response.status).toBe(202)
    const sent = (await response.json()) as Document[]
    expect(sent.map((document) => [pathOf(document), document.error])).toEqual([
      ['undefined/permit.md', undefined],
      [
        'undefined/zeros.zip',
        expect.stringMatching(
          /^zeros\.zip wasn’t unpacked because it would unpack to more than 200 times its size.*Unpack it yourself/,
        ),
      ],
      ['logs.zip/a', undefined],
      ['logs.zip/log.csv', undefined],
      ['undefined/after.md', undefined],
    ])
    const kept = sent.filter(({ error }) => error === undefined).map(({ sha256 }) => sha256)
    expect(new Set(blobs())).toEqual(new Set([...before, ...kept]))
    expect(readdirSync(join(app.dataDir, 'blobs/incoming'))).toEqual([])
  })

  it('that is an office document under a wrong name is that document', async () => {
    const { id } = await app.workspace()
    const docx = await docxOf('<w:p><w:r><w:t>The boat needs a radio.</w:t></w:r></w:p>')
    expect(await app.add(id, ['letter.zip', docx])).toMatchObject([{ name: 'letter.zip', status: 'ready', pages: 1 }])
  })
})

/** Changes bytes of the directory's entry of a file; offsets are those of the ZIP specification, 4.3.12. */
const patch = (zip: Buffer, path: string, change: (entry: Buffer) => void): Buffer => {
  const signature = Buffer.from([0x50, 0x4b, 1, 2])
  for (let at = zip.indexOf(signature); at >= 0; at = zip.indexOf(signature, at + 1)) {
    const length = zip.readUInt16LE(at + 28)
    if (zip.toString('utf8', at + 46, at + 46 + length) === path) change(zip.subarray(at))
  }
  return zip
}
