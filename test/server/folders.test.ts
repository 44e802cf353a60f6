import { appendFileSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { settling } from '../../extensions/backend/src/services/folders/compare.ts'
import type { Document } from '../../extensions/backend/src/shared/contract/documents.ts'
import type { Folder } from '../../extensions/backend/src/shared/contract/folders.ts'
import type { SearchResult } from '../../extensions/backend/src/shared/contract/search.ts'
import { openApp, type TestApp } from '../support/app.ts'
import { temporaryFolder } from '../support/folder.ts'
import { zipsOfZeros } from '../support/hostile.ts'
import { originalsIn } from '../support/originals.ts'
import { permit } from '../support/samples.ts'
import { until } from '../support/until.ts'
import { unzip } from '../support/unzip.ts'
import { libreOffice as sampleOf } from '../text/extract/made.ts'
import { docxOf } from '../text/extract/office.ts'
import { zipOf } from '../text/extract/zip-of.ts'

vi.setConfig({ testTimeout: 240_000 })

let app: TestApp
let workspaceId: string
let root: string
beforeAll(async () => {
  app = await openApp()
})
afterAll(() => app.close())
beforeEach(async () => {
  workspaceId = (await app.workspace()).id
  root = join(temporaryFolder(), 'Harbour')
  mkdirSync(root)
})

/** Writes a file as if that had been a while ago. */
const write = (path: string, content: string | Uint8Array) => {
  const file = join(root, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
  const then = new Date(Date.now() - 3600_000 + Math.random() * 1_000_000)
  utimesSync(file, then, then)
}
const follow = (body: Record<string, unknown> = {}) =>
  app.postJson<Folder>(`/api/workspaces/${workspaceId}/folders`, { path: root, ...body })
const folder = async () => (await app.json<Folder[]>(`/api/workspaces/${workspaceId}/folders`))[0] as Folder
const pathsOf = (documents: Document[]) => documents.map((each) => `${each.folder}/${each.name}`).toSorted()

/** Waits until these are the documents of the workspace, and all were read. */
const inStep = async (...paths: string[]) => {
  const documents = await until(
    () => app.documents(workspaceId),
    (all) =>
      pathsOf(all).join() === paths.toSorted().join() &&
      all.every(({ status }) => status === 'ready' || status === 'failed'),
    { limit: 90_000 },
  )
  return new Map(documents.map((each) => [`${each.folder}/${each.name}`, each]))
}
const search = (q: string) => app.json<SearchResult>(`/api/workspaces/${workspaceId}/search?q=${encodeURIComponent(q)}`)
const blobs = () => originalsIn(app.dataDir)
const remove = (path: string) => app.request(path, { method: 'DELETE' })

describe('a folder that is followed', () => {
  it('gives its documents, and leaves out what is hidden, ignored, no document, or linked', async () => {
    const outside = join(temporaryFolder(), 'secret.txt')
    writeFileSync(outside, 'not to be read')
    write('permit.md', permit)
    write('2026/fees.txt', 'The annual fee for each mooring is 340 euros.')
    for (const path of ['.git/config', '.hidden.txt', 'node_modules/a/readme.md', '~$plan.docx', 'boat.jpg', 'x.tmp'])
      write(path, 'litter')
    write('drafts/old.txt', 'a draft')
    write('2026/day.log', 'a log')
    symlinkSync(outside, join(root, 'link.txt'))
    symlinkSync(dirname(outside), join(root, 'linked'))
    const made = await follow({ ignore: ['drafts/', '*.log'] })
    expect(made).toMatchObject({ workspaceId, path: root, mode: 'copy', ignore: ['drafts/', '*.log'] })
    const documents = await inStep('Harbour/permit.md', 'Harbour/2026/fees.txt')
    expect(documents.get('Harbour/permit.md')).toMatchObject({ status: 'ready', folderId: made.id })
    expect((await search('annual fee mooring')).hits[0]?.documentName).toBeDefined()
    expect(await until(folder, ({ status }) => status === 'in-step')).toMatchObject({ files: 2, leftOut: 0 })
    expect((await folder()).scannedAt).toBeDefined()
  })

  it('brings new, changed, renamed and removed files along; a document stays the same one', async () => {
    write('permit.md', permit)
    write('fees.txt', 'The fee is 340 euros.')
    await follow()
    const before = await inStep('Harbour/permit.md', 'Harbour/fees.txt')

    write('deep/er/radio.txt', 'Every boat must carry a working radio.')
    await inStep('Harbour/permit.md', 'Harbour/fees.txt', 'Harbour/deep/er/radio.txt')
    write('deep/er/lamp.txt', 'And a lamp.') // in a folder that was not there when it began
    await inStep('Harbour/permit.md', 'Harbour/fees.txt', 'Harbour/deep/er/radio.txt', 'Harbour/deep/er/lamp.txt')

    write('fees.txt', 'The fee is 400 euros by now.')
    const changed = await until(
      () => app.json<Document>(`/api/documents/${before.get('Harbour/fees.txt')?.id}`),
      ({ status, sha256 }) => status === 'ready' && sha256 !== before.get('Harbour/fees.txt')?.sha256,
    )
    expect(await app.json(`/api/documents/${changed.id}/pages/1`)).toMatchObject({
      text: expect.stringContaining('400'),
    })
    expect((await search('400 euros')).hits[0]?.documentId).toBe(changed.id)

    renameSync(join(root, 'permit.md'), join(root, 'deep/licence.md'))
    rmSync(join(root, 'deep/er'), { recursive: true })
    const after = await inStep('Harbour/fees.txt', 'Harbour/deep/licence.md')
    expect(after.get('Harbour/deep/licence.md')?.id).toBe(before.get('Harbour/permit.md')?.id)
    expect((await search('licence')).hits[0]?.documentId).toBe(before.get('Harbour/permit.md')?.id)
    expect((await search('working radio lamp')).hits.map(({ documentName }) => documentName)).not.toContain('lamp.txt')
  })

  it('is caught up with at the next start', async () => {
    write('permit.md', permit)
    write('fees.txt', 'The fee is 340 euros.')
    write('gone.txt', 'This goes.')
    await follow()
    const before = await inStep('Harbour/permit.md', 'Harbour/fees.txt', 'Harbour/gone.txt')
    await app.close({ keep: true })
    renameSync(join(root, 'permit.md'), join(root, 'licence.md'))
    rmSync(join(root, 'gone.txt'))
    write('fees.txt', 'The fee is 400 euros.')
    write('new.txt', 'This is new.')
    app = await openApp({ dataDir: app.dataDir })
    const after = await inStep('Harbour/licence.md', 'Harbour/fees.txt', 'Harbour/new.txt')
    expect(after.get('Harbour/licence.md')?.id).toBe(before.get('Harbour/permit.md')?.id)
    expect(after.get('Harbour/fees.txt')?.id).toBe(before.get('Harbour/fees.txt')?.id)
    await until(async () => (await search('400 euros')).hits[0]?.text.includes('400'))
  })

  it('is followed by two instances on the same data, and each file is one document', async () => {
    for (let n = 0; n < 40; n++) write(`note ${n}.txt`, `This is note ${n}.`)
    await follow()
    const other = await openApp({ dataDir: app.dataDir })
    try {
      const names = Array.from({ length: 40 }, (_, n) => `Harbour/note ${n}.txt`)
      await inStep(...names)
      renameSync(join(root, 'note 0.txt'), join(root, 'first note.txt'))
      rmSync(join(root, 'note 1.txt'))
      await inStep('Harbour/first note.txt', ...names.slice(2))
      await until(folder, ({ status, files, leftOut }) => status === 'in-step' && files === 39 && leftOut === 0)
      expect(await other.documents(workspaceId)).toHaveLength(39)
    } finally {
      await other.close({ keep: true })
    }
  })

  it('is no reason to take its documents in twice when its workspace is imported', async () => {
    write('permit.md', permit)
    await follow()
    await inStep('Harbour/permit.md')
    const exported = await (await app.request(`/api/workspaces/${workspaceId}/export`)).bytes()
    const form = new FormData()
    form.append('file', new Blob([exported]), 'Harbour.zip')
    const response = await app.request('/api/import', { method: 'POST', body: form })
    expect(await response.json()).toMatchObject({ imported: { documents: 0, skipped: [{}] } })
    expect(await app.documents(workspaceId)).toHaveLength(1)
  })

  it('takes a file once it has settled, whole', async () => {
    await follow()
    const file = join(root, 'growing.txt')
    for (let line = 0; line < 15; line++) {
      const before = performance.now()
      appendFileSync(file, `Line ${line} of what is still being written.\n`)
      const taken = await app.documents(workspaceId)
      await delay(200)
      // On a machine that stood still for longer the file had settled indeed.
      if (performance.now() - before > settling / 2) break
      expect(taken).toEqual([])
    }
    appendFileSync(file, 'The last line.\n')
    const documents = await inStep('Harbour/growing.txt')
    const { id } = documents.get('Harbour/growing.txt') as Document
    await until(async () => (await (await app.request(`/api/documents/${id}/content`)).text()).endsWith('last line.\n'))
  })

  it('never takes an upload along when its own file goes', async () => {
    const [upload] = await app.add(workspaceId, ['Harbour/permit.md', permit])
    write('permit.md', permit)
    await follow()
    const own = await until(
      () => app.documents(workspaceId),
      (all) => all.length === 2,
    )
    expect(own.filter(({ folderId }) => folderId)).toHaveLength(1)
    const [again] = await app.add(workspaceId, ['Harbour/permit.md', permit])
    expect(again?.id).toBe(upload?.id)
    rmSync(join(root, 'permit.md'))
    const documents = await inStep('Harbour/permit.md')
    expect([...documents.values()]).toMatchObject([{ id: upload?.id }])
    expect((await app.request(`/api/documents/${upload?.id}/content`)).status).toBe(200)
  })

  it('leaves out what was removed by hand', async () => {
    write('permit.md', permit)
    write('fees.txt', 'The fee is 340 euros.')
    const { id } = await follow()
    const documents = await inStep('Harbour/permit.md', 'Harbour/fees.txt')
    await remove(`/api/documents/${documents.get('Harbour/fees.txt')?.id}`)
    await app.post(`/api/folders/${id}/scan`)
    write('new.txt', 'new')
    await inStep('Harbour/permit.md', 'Harbour/new.txt')
    expect(await until(folder, ({ status }) => status === 'in-step')).toMatchObject({ files: 2, leftOut: 1 })
  })

  it('follows what is ignored', async () => {
    write('permit.md', permit)
    write('drafts/plan.txt', 'A plan.')
    const { id } = await follow()
    await inStep('Harbour/permit.md', 'Harbour/drafts/plan.txt')
    const change = (ignore: unknown) =>
      app.request(`/api/folders/${id}`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ignore }),
      })
    expect(await (await change(['drafts/**'])).json()).toMatchObject({ ignore: ['drafts/**'] })
    await inStep('Harbour/permit.md')
    expect((await change([])).status).toBe(200)
    await inStep('Harbour/permit.md', 'Harbour/drafts/plan.txt')
    expect((await change('*.txt')).status).toBe(400)
  })
})

describe('a ZIP in a folder', () => {
  const radio = 'Every boat must carry a working radio.'

  it('is its files, kept in step when it changes, moves and goes', async () => {
    const zip = (files: Record<string, string>) => zipOf({ 'pictures/quay.png': 'x', ...files })
    write('permit.md', permit)
    write('Papers.zip', await zip({ 'rules/radio.txt': radio, 'fees.txt': 'The fee is 340 euros.' }))
    await follow()
    const before = await inStep(
      'Harbour/permit.md',
      'Harbour/Papers.zip/rules/radio.txt',
      'Harbour/Papers.zip/fees.txt',
    )
    expect((await search('radio')).hits[0]).toMatchObject({ documentName: 'radio.txt' })
    expect(await folder()).toMatchObject({ files: 3, leftOut: 0 })

    write('Papers.zip', await zip({ 'rules/radio.txt': `${radio} And a lamp.`, 'new.txt': 'The quay is closed.' }))
    const after = await inStep('Harbour/permit.md', 'Harbour/Papers.zip/rules/radio.txt', 'Harbour/Papers.zip/new.txt')
    const idOf = (path: string) => after.get(path)?.id
    expect(idOf('Harbour/Papers.zip/rules/radio.txt')).toBe(before.get('Harbour/Papers.zip/rules/radio.txt')?.id)
    await until(async () => (await search('lamp')).hits.length > 0)

    mkdirSync(join(root, 'old'))
    renameSync(join(root, 'Papers.zip'), join(root, 'old/Sheets.zip'))
    const moved = await inStep(
      'Harbour/permit.md',
      'Harbour/old/Sheets.zip/rules/radio.txt',
      'Harbour/old/Sheets.zip/new.txt',
    )
    expect(moved.get('Harbour/old/Sheets.zip/new.txt')?.id).toBe(idOf('Harbour/Papers.zip/new.txt'))

    rmSync(join(root, 'old/Sheets.zip'))
    await inStep('Harbour/permit.md')
    expect(await folder()).toMatchObject({ files: 1 })
  })

  it('is copied where the folder is read in place, follows what is ignored, and goes with its folder', async () => {
    write('Papers.zip', await zipOf({ 'radio.txt': radio, 'drafts/plan.txt': 'A plan.' }))
    const { id } = await follow({ mode: 'in-place' })
    const documents = await inStep('Harbour/Papers.zip/radio.txt', 'Harbour/Papers.zip/drafts/plan.txt')
    const { id: radioId } = documents.get('Harbour/Papers.zip/radio.txt') as Document
    expect(await (await app.request(`/api/documents/${radioId}/content`)).text()).toBe(radio)
    await app.request(`/api/folders/${id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ignore: ['drafts/'] }),
    })
    expect((await inStep('Harbour/Papers.zip/radio.txt')).get('Harbour/Papers.zip/radio.txt')?.id).toBe(radioId)
    await remove(`/api/folders/${id}?documents=remove`)
    expect(await app.documents(workspaceId)).toEqual([])
  })

  it('that cannot be unpacked is one failed document, until it can', async () => {
    write('Papers.zip', (await zipOf({ 'radio.txt': radio.repeat(9) })).subarray(0, 80))
    write('letter.zip', await docxOf('<w:p><w:r><w:t>The boat needs a radio.</w:t></w:r></w:p>'))
    await follow()
    const documents = await inStep('Harbour/Papers.zip', 'Harbour/letter.zip')
    expect(documents.get('Harbour/Papers.zip')).toMatchObject({ status: 'failed' })
    expect(documents.get('Harbour/letter.zip')).toMatchObject({ status: 'ready' })
    write('Papers.zip', await zipOf({ 'radio.txt': radio }))
    await inStep('Harbour/Papers.zip/radio.txt', 'Harbour/letter.zip')
    write('Papers.zip', sampleOf('locked.zip'))
    const failed = await inStep('Harbour/Papers.zip', 'Harbour/letter.zip')
    expect(failed.get('Harbour/Papers.zip')?.error).toMatch(/is password-protected\. Unpack it/)
    write('Papers.zip', (await zipsOfZeros())[1] as Uint8Array)
    await until(
      () => inStep('Harbour/Papers.zip', 'Harbour/letter.zip'),
      (documents) => documents.get('Harbour/Papers.zip')?.error?.includes('200 times its size'),
    )
  })
})

describe('a folder that is read in place', () => {
  /** Bytes that nothing else has. */
  const text = `${permit}\nThe lamp is lit at dusk.\n`

  it('is not copied; its bytes are served, marked missing when they are others, and exported', async () => {
    write('permit.md', text)
    write('fees.txt', 'The fee is 340 euros.')
    await follow({ mode: 'in-place' })
    const documents = await inStep('Harbour/permit.md', 'Harbour/fees.txt')
    expect(blobs()).not.toContain(documents.get('Harbour/permit.md')?.sha256)
    const { id } = documents.get('Harbour/permit.md') as Document
    const part = await app.request(`/api/documents/${id}/content`, { headers: { range: 'bytes=2-15' } })
    expect(await part.text()).toBe(text.slice(2, 16))
    const exported = await unzip(await (await app.request(`/api/workspaces/${workspaceId}/export`)).bytes())
    expect(exported.get('documents/Harbour/permit.md')?.toString()).toBe(text)
    expect((await app.post(`/api/documents/${id}/reindex`)).status).toBe(202)
    await inStep('Harbour/permit.md', 'Harbour/fees.txt')

    const written = performance.now()
    writeFileSync(join(root, 'permit.md'), text.replace('340', '341'))
    const other = await app.request(`/api/documents/${id}/content`)
    if (performance.now() - written < settling) {
      expect(other.status).toBe(409)
      const message = expect.stringContaining('changed on the disk')
      expect(await other.json()).toMatchObject({ error: { code: 'document.bytes-missing', message } })
    }
    await until(async () => (await app.request(`/api/documents/${id}/content`)).ok)
    expect(await (await app.request(`/api/documents/${id}/content`)).text()).toContain('341')

    rmSync(join(root, 'permit.md'))
    expect((await app.request(`/api/documents/${id}/content`)).status).toBe(409)
    await inStep('Harbour/fees.txt')
  })

  it('that is no longer followed can leave its documents, with copies of their bytes', async () => {
    write('permit.md', text)
    const { id } = await follow({ mode: 'in-place' })
    const documents = await inStep('Harbour/permit.md')
    expect((await remove(`/api/folders/${id}?documents=keep`)).status).toBe(204)
    rmSync(root, { recursive: true })
    const [kept] = await app.documents(workspaceId)
    expect(kept).toMatchObject({ id: documents.get('Harbour/permit.md')?.id, status: 'ready' })
    expect(kept).not.toHaveProperty('folderId')
    expect(await (await app.request(`/api/documents/${kept?.id}/content`)).text()).toBe(text)
  })
})

describe('a folder that is no longer followed', () => {
  it('takes its documents along when that is wished, and no upload', async () => {
    const [upload] = await app.add(workspaceId, ['radio.txt', 'Every boat must carry a working radio.'])
    write('permit.md', permit)
    const { id } = await follow()
    await until(
      () => app.documents(workspaceId),
      (all) => all.length === 2,
    )
    expect((await remove(`/api/folders/${id}?documents=remove`)).status).toBe(204)
    expect(await app.documents(workspaceId)).toMatchObject([{ id: upload?.id }])
    expect(await folder()).toBeUndefined()
    await until(async () => (await search('mooring')).hits.length === 0)
    write('new.txt', 'new')
    await delay(800)
    expect(await app.documents(workspaceId)).toHaveLength(1)
  })

  it('goes with its workspace', async () => {
    write('permit.md', permit)
    const { id } = await follow()
    await inStep('Harbour/permit.md')
    await remove(`/api/workspaces/${workspaceId}`)
    expect((await app.post(`/api/folders/${id}/scan`)).status).toBe(404)
  })
})

describe('a folder that goes', () => {
  it('keeps its documents, says so, and goes on when it is back', async () => {
    write('permit.md', permit)
    const { id } = await follow()
    await inStep('Harbour/permit.md')
    renameSync(root, `${root}-away`)
    await app.post(`/api/folders/${id}/scan`)
    expect(await until(folder, ({ status }) => status === 'failed')).toMatchObject({
      files: 1,
      error: expect.stringMatching(/is not available/),
    })
    expect(await app.documents(workspaceId)).toHaveLength(1)
    renameSync(`${root}-away`, root)
    write('fees.txt', 'The fee is 340 euros.')
    await app.post(`/api/folders/${id}/scan`)
    await inStep('Harbour/permit.md', 'Harbour/fees.txt')
    expect(await until(folder, ({ status }) => status === 'in-step')).not.toHaveProperty('error')
  })

  it('empty at once is not believed until somebody says so', async () => {
    const names = Array.from({ length: 12 }, (_, n) => `note ${n}.txt`)
    for (const name of names) write(name, `This is ${name}.`)
    const { id } = await follow()
    await inStep(...names.map((name) => `Harbour/${name}`))
    for (const name of names) rmSync(join(root, name))
    expect(await until(folder, ({ status }) => status === 'failed')).toMatchObject({
      error: expect.stringMatching(/^All 12 files are gone/),
    })
    await delay(2500)
    expect(await app.documents(workspaceId)).toHaveLength(12)
    await app.post(`/api/folders/${id}/scan`)
    await inStep()
    expect(await until(folder, ({ status }) => status === 'in-step')).toMatchObject({ files: 0 })
  })
})

describe('what is no folder to follow', () => {
  it('is refused with the reason', async () => {
    write('file.txt', 'a file')
    const cases: [unknown, RegExp][] = [
      ['Harbour', /^path: enter the full path/],
      [join(root, 'nowhere'), /^path: there is no folder/],
      [join(root, 'file.txt'), /^path: .* is a file/],
      [`${root}\0`, /^path: enter the full path/],
      [app.dataDir, /^path: AIOS keeps its own data/],
      [join(app.dataDir, 'blobs'), /^path: AIOS keeps its own data/],
      [dirname(app.dataDir), /^path: AIOS keeps its own data/],
      [7, /^path/],
    ]
    for (const [path, message] of cases) {
      const response = await app.post(`/api/workspaces/${workspaceId}/folders`, { path })
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({ error: { message: expect.stringMatching(message) } })
    }
    expect((await app.post(`/api/workspaces/${workspaceId}/folders`, { path: root, mode: 'move' })).status).toBe(400)
    expect((await app.post(`/api/workspaces/${crypto.randomUUID()}/folders`, { path: root })).status).toBe(404)
    expect((await remove(`/api/folders/${crypto.randomUUID()}`)).status).toBe(404)
    expect(await folder()).toBeUndefined()
  })

  it('is one that is followed already, or that overlaps with one', async () => {
    mkdirSync(join(root, 'inner'))
    const { id } = await follow()
    for (const path of [root, join(root, 'inner'), dirname(root)]) {
      const response = await app.post(`/api/workspaces/${workspaceId}/folders`, { path })
      expect(response.status).toBe(409)
      expect(await response.json()).toMatchObject({ error: { code: 'folder.known' } })
    }
    expect((await remove(`/api/folders/${id}?documents=burn`)).status).toBe(400)
    expect((await remove(`/api/folders/${id}`)).status).toBe(204)
    expect((await follow({ path: join(root, 'inner') })).status).toBe('scanning')
  })
})
