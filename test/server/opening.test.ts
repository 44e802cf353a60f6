import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openingService } from '../../extensions/backend/src/services/library/open-original.ts'
import type { Document } from '../../extensions/backend/src/shared/contract/documents.ts'
import { openApp, type TestApp } from '../support/app.ts'
import { permit } from '../support/samples.ts'

let app: TestApp
let programs: string
let workspace: string
const path = process.env.PATH

/** A program on the PATH that writes down what it is given. */
const fake = (name: string, code = 0) => {
  const file = join(programs, name)
  writeFileSync(
    file,
    `#!/bin/sh\nfor each in "$0" "$@"; do printf '%s\\n' "$each" >> '${join(programs, 'calls')}'; done\nexit ${code}\n`,
  )
  chmodSync(file, 0o755)
}
const calls = () => readFileSync(join(programs, 'calls'), 'utf8').trim().split('\n')

beforeAll(async () => {
  app = await openApp()
  workspace = (await app.workspace()).id
})
beforeEach(() => {
  programs = mkdtempSync(join(tmpdir(), 'aios-openers-'))
  process.env.PATH = `${programs}${delimiter}${path}`
  return () => {
    process.env.PATH = path
    rmSync(programs, { recursive: true, force: true })
  }
})
afterAll(() => app.close())

const open = (document: Document | undefined, how: string) =>
  app.request(`/api/documents/${document?.id}/open`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ how }),
  })
const errorOf = async (response: Response) =>
  ((await response.json()) as { error: { code: string; message: string } }).error

describe.skipIf(process.platform !== 'linux')('the original of a document', () => {
  it('is opened by the system as a copy under its name that cannot be changed', async () => {
    fake('xdg-open')
    const [document] = await app.add(workspace, [`Permits/$(touch owned); 'permit' & Ärzte.md`, permit])
    expect((await open(document, 'open')).status).toBe(204)
    const [, opened = ''] = calls()
    const folder = join(app.dataDir, 'opened', document?.id ?? '')
    expect(opened).toBe(join(folder, `${document?.sha256.slice(0, 12)}`, `$(touch owned); 'permit' & Ärzte.md`))
    expect(readFileSync(opened, 'utf8')).toBe(permit)
    expect(statSync(opened).mode & 0o777).toBe(0o400)
    expect((await open(document, 'open')).status, 'once more').toBe(204)
    await app.request(`/api/documents/${document?.id}`, { method: 'DELETE' })
    expect(existsSync(folder), 'it goes with the document').toBe(false)
  })

  it('leaves no copy behind when its workspace goes', async () => {
    fake('xdg-open')
    const { id } = await app.workspace('Short-lived')
    const [document] = await app.add(id, ['permit.txt', permit])
    expect((await open(document, 'open')).status).toBe(204)
    await app.request(`/api/workspaces/${id}`, { method: 'DELETE' })
    expect(existsSync(join(app.dataDir, 'opened', document?.id ?? ''))).toBe(false)
  })

  it('is opened although its name is longer than one of a file may be', async () => {
    fake('xdg-open')
    const [document] = await app.add(workspace, [`${'港湾の規則'.repeat(39)}.txt`, 'Every boat carries a radio.'])
    expect((await open(document, 'open')).status).toBe(204)
    expect(calls()[1]).toMatch(/港湾の.*\.txt$/)
  })

  it('is shown in its folder, by the file manager or by opening the folder', async () => {
    const [document] = await app.add(workspace, ['a, b.txt', 'Some words of no great weight.'])
    fake('dbus-send')
    fake('xdg-open')
    expect((await open(document, 'reveal')).status).toBe(204)
    expect(calls()[0]).toMatch(/dbus-send$/)
    expect(calls()).toContainEqual(expect.stringMatching(/^array:string:file:\/\/\/.*\/opened\/.*\/a%2C%20b\.txt$/))
    fake('dbus-send', 1)
    expect((await open(document, 'reveal')).status).toBe(204)
    const folder = join(app.dataDir, 'opened', document?.id ?? '', `${document?.sha256.slice(0, 12)}`)
    expect(calls().slice(-2)).toEqual([join(programs, 'xdg-open'), folder])
  })

  it.each([
    'run.sh',
    'run.bat',
    'app.desktop',
    'page.html',
    'macro.docm',
    'code.py',
    'noextension',
    'x.pdf.exe',
    'picture.svg',
  ])('is only shown, never opened, where that could run it: %s', async (name) => {
    fake('xdg-open')
    fake('dbus-send')
    const [document] = await app.add(workspace, [name, `Words in ${name}.`])
    const refused = await open(document, 'open')
    expect(refused.status).toBe(409)
    expect(await errorOf(refused)).toMatchObject({ code: 'document.not-shown', message: expect.stringContaining(name) })
    expect((await open(document, 'reveal')).status).toBe(204)
    expect(calls().filter((line) => line.endsWith('xdg-open'))).toEqual([])
  })

  it('says why it cannot be opened', async () => {
    const [document] = await app.add(workspace, ['permit.txt', permit])
    fake('xdg-open', 4)
    const failed = await open(document, 'open')
    expect(failed.status).toBe(409)
    expect((await errorOf(failed)).message).toContain('xdg-open exited with 4')
    process.env.PATH = programs
    rmSync(join(programs, 'xdg-open'))
    expect((await errorOf(await open(document, 'open'))).message).toContain('xdg-open is not installed')
    expect((await open({ id: 'unknown' } as Document, 'open')).status).toBe(404)
    expect((await open(document, 'run')).status).toBe(400)
  })
})

describe('a document that is read in place', () => {
  it('is opened where it is, unless a link there leads to what can run', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'aios-opening-'))
    mkdirSync(join(folder, 'a'))
    writeFileSync(join(folder, 'a', 'real.txt'), 'words')
    writeFileSync(join(folder, 'run.sh'), 'echo')
    symlinkSync(join(folder, 'run.sh'), join(folder, 'linked.txt'))
    const opened: string[] = []
    const service = (path: string) =>
      openingService({
        library: {
          documents: { get: async (id: string) => ({ id, name: 'real.txt' }) },
          originals: { open: async () => path, inPlace: async () => path },
        },
        open: async (path: string, how: string) => void opened.push(how, path),
      } as unknown as Parameters<typeof openingService>[0])
    await service(join(folder, 'a', 'real.txt')).open('d', 'open')
    expect(opened).toEqual(['open', join(folder, 'a', 'real.txt')])
    await expect(service(join(folder, 'linked.txt')).open('d', 'open')).rejects.toMatchObject({
      code: 'document.not-shown',
    })
    rmSync(folder, { recursive: true })
  })
})
