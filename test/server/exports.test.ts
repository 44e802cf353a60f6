import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApp, type TestApp, token } from '../support/app.ts'
import { permit } from '../support/samples.ts'
import { unzip } from '../support/unzip.ts'

let app: TestApp
beforeAll(async () => {
  app = await openApp()
})
afterAll(() => app.close())

type Manifest = {
  kind: string
  format: number
  workspace: { id: string; name: string }
  documents: { id: string; name: string; sha256: string; path: string }[]
  tasks: string[]
  files: Record<string, { sha256: string; size: number }>
}
const download = async (path: string) => {
  const response = await app.request(path)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('application/zip')
  const files = await unzip(await response.bytes())
  const manifest = JSON.parse(files.get('manifest.json')?.toString() ?? '') as Manifest
  return { response, files, manifest }
}
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe('the export of a workspace', () => {
  it('holds every original and every answer, with true checksums and no secrets', async () => {
    const { id } = await app.workspace('Harbour: 2026/27')
    const noise = randomBytes(200_000)
    await app.add(
      id,
      ['Permits/permit.md', permit],
      ['Permits/permit.md', `${permit}\nChanged.`],
      ['noise.bin', noise],
      ['CON.txt', 'A reserved name.'],
    )
    const task = await app.ask(id, 'What is the annual fee?')
    const { response, files, manifest } = await download(`/api/workspaces/${id}/export`)
    expect(response.headers.get('content-disposition')).toContain('filename="Harbour_ 2026_27.zip"')
    expect(manifest).toMatchObject({ kind: 'workspace', format: 1, workspace: { id }, tasks: [task.id] })
    expect(manifest.documents).toHaveLength(4)
    for (const document of manifest.documents) {
      expect(sha256(files.get(document.path) as Buffer)).toBe(document.sha256)
      expect(document.path).toMatch(/^documents\//)
    }
    expect(files.get('documents/noise.bin')).toEqual(noise)
    expect([...files.keys()]).toEqual(expect.arrayContaining(['documents/_CON.txt', 'documents/Permits/permit (2).md']))
    expect(Object.keys(manifest.files).toSorted()).toEqual(
      [...files.keys()].filter((name) => name !== 'manifest.json').toSorted(),
    )
    for (const [path, listed] of Object.entries(manifest.files)) {
      expect(listed).toEqual({ sha256: sha256(files.get(path) as Buffer), size: files.get(path)?.length })
    }
    expect(files.get(`tasks/${task.id}/answer.md`)?.toString()).toContain('340 euros')
    expect(JSON.parse(files.get(`tasks/${task.id}/task.json`)?.toString() ?? '')).toMatchObject({
      id: task.id,
      steps: expect.any(Array),
    })
    for (const bytes of files.values()) expect(bytes.includes(token)).toBe(false)
  })

  it('of an empty workspace is a ZIP with a manifest', async () => {
    const { id } = await app.workspace('Empty')
    const { files, manifest } = await download(`/api/workspaces/${id}/export`)
    expect([...files.keys()]).toEqual(['manifest.json'])
    expect(manifest.files).toEqual({})
  })
})

describe('the evidence of a task', () => {
  it('holds the answer and each cited page with its quote', async () => {
    const { id } = await app.workspace('Evidence')
    await app.add(id, ['permit.md', permit])
    const task = await app.ask(id, 'When is the annual fee due?')
    const { files, manifest } = await download(`/api/tasks/${task.id}/export`)
    expect(manifest).toMatchObject({ kind: 'task', task: task.id })
    const evidence = [...files].filter(([name]) => name.startsWith('evidence/'))
    expect(evidence).toHaveLength(task.result?.citations.length ?? 0)
    expect(evidence.length).toBeGreaterThan(0)
    for (const [index, { quote }] of (task.result?.citations ?? []).entries()) {
      expect(evidence[index]?.[1].toString()).toContain(quote)
    }
  })
})

describe('the answer of a task', () => {
  it('is saved as Markdown, as a page of its own, and as CSV', async () => {
    const { id } = await app.workspace('Harbour')
    await app.add(id, ['permit.md', permit])
    const task = await app.ask(id, 'What is the annual fee?')
    const get = async (format: string) => {
      const response = await app.request(`/api/tasks/${task.id}/answer?format=${format}`)
      return { status: response.status, headers: response.headers, text: await response.text() }
    }
    const html = await get('html')
    expect(html.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(html.headers.get('content-disposition')).toMatch(/^attachment; filename="What is the annual fee_\.html"/)
    expect(html.headers.get('content-security-policy')).toContain('sandbox')
    expect(html.text).toContain('340 euros')
    expect((await get('markdown')).text).toMatch(/\[1\] permit\.md, page 1: “.*340 euros/)
    expect((await get('csv')).text).toMatch(/1,permit\.md,1,.*exact match/)
    expect((await get('tables')).status).toBe(409)
    expect((await get('pdf')).status).toBe(400)
    expect((await app.request('/api/tasks/0/answer')).status).toBe(404)
  })
})
