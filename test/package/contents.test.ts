import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { extractFile, listPackage } from '@electron/asar'
import { path7za } from '7zip-bin'
import { beforeAll, describe, expect, test } from 'vitest'
import { ensureUi } from '../../scripts/build/all.ts'
import { type Entry, packageContents } from '../../scripts/package/contents.ts'
import { writeZip } from '../../scripts/package/zip.ts'
import { version } from '../../scripts/project.ts'
import { ensureResources, resources } from '../../scripts/start/resources.ts'
import { type Target, targets } from '../../scripts/targets.ts'
import { isPacked } from '../support/backend.ts'
import { temporaryFolder } from '../support/folder.ts'
import { coreBinary } from '../support/neutralino-core.ts'
import { unzip } from '../support/unzip.ts'

const target = targets[process.arch === 'arm64' ? 'linux-arm64' : 'linux-x64']
const top = `AIOS-${version}`

/** Stands for the window's program where there is none: says how it was started. */
const standIn = (): string => {
  const path = join(temporaryFolder(), target.core)
  writeFileSync(path, '#!/bin/sh\nprintf "%s\\n" "$0" "$@"\n')
  chmodSync(path, 0o755)
  return path
}

beforeAll(async () => {
  await ensureUi()
  await ensureResources()
})

describe.skipIf(!isPacked)('the package for Linux', () => {
  test('has everything it needs, and nothing else', async () => {
    const entries = await packageContents(target, standIn())
    const paths = entries.map(({ path }) => path)
    for (const name of ['aios', 'aios-window', 'resources.neu', 'LICENSE', 'THIRD-PARTY-LICENCES.txt'])
      expect(paths).toContain(`${top}/${name}`)
    expect(paths.filter((path) => /\.(exe|cmd|dll|dylib)$|\.tmp|auth_info|neutralino-(win|mac)/.test(path))).toEqual([])
    expect(paths.filter((path) => !/^[^/]+\/(extensions\/backend\/bin\/|[^/]+$)/.test(path))).toEqual([])
    const programs = entries.filter(({ executable }) => executable).map(({ path }) => path)
    const bin = `${top}/extensions/backend/bin`
    expect(programs.sort()).toEqual([`${top}/aios`, `${top}/aios-window`, `${bin}/aios-backend`])
    expect(paths).toContain(`${bin}/ui/index.html`)
    expect(paths).toContain(`${bin}/pdfium.wasm`)
  })

  test('resources.neu holds the configuration without its tools part, the icons and the UI', () => {
    const files = listPackage(resources, { isPack: false }).map((path) => path.replaceAll('\\', '/'))
    expect(
      files.filter((path) => !/^\/(neutralino\.config\.json|resources(\/(ui|icons)(\/.*)?)?)$/.test(path)),
    ).toEqual([])
    const config = JSON.parse(extractFile(resources, 'neutralino.config.json').toString())
    expect(config.applicationId).toBe('app.aios')
    expect(config.cli).toBeUndefined()
    expect(config.nativeBlockList).toBeUndefined()
    expect(files).toContain('/resources/ui/index.html')
  })

  test('names the licence of what was bundled', async () => {
    const entries = await packageContents(target, standIn())
    const text = entries.find(({ path }) => path.endsWith('/THIRD-PARTY-LICENCES.txt'))?.content.toString() ?? ''
    const names = [...text.matchAll(/^={78}\n(.+?)(?: [\d.]+)?\n={78}$/gm)].map(([, name]) => name)
    expect(names.slice(0, 2)).toEqual(['Neutralinojs core', 'Node.js'])
    for (const name of ['hono', 'lit', '@embedpdf/pdfium', 'zod', 'pino', 'yazl']) expect(names).toContain(name)
    for (const name of ['vitest', 'typescript', 'esbuild', 'vite']) expect(names).not.toContain(name)
    expect(text).toContain('Copyright Node.js contributors')
    expect(text).not.toMatch(/\/home\/|\/root\/|C:\\\\/)
  })

  test('the ZIP keeps what is a program, and is under 45 MB', { timeout: 300_000 }, async () => {
    const folder = temporaryFolder()
    const entries = await packageContents(target, coreBinary ?? standIn())
    const path = join(folder, 'one.zip')
    await writeZip(path, entries)
    expect(statSync(path).size).toBeLessThan(45_000_000)
    execFileSync(path7za, ['x', '-bd', `-o${folder}`, path], { stdio: 'ignore' })
    for (const entry of entries) {
      const found = join(folder, entry.path)
      expect([entry.path, (statSync(found).mode & 0o111) !== 0]).toEqual([entry.path, entry.executable ?? false])
      expect([entry.path, sha256(readFileSync(found))]).toEqual([entry.path, sha256(entry.content)])
    }
    const said = execFileSync(join(folder, top, 'extensions/backend/bin/aios-backend'), ['--version'], {
      cwd: folder,
      env: {},
    })
    expect(said.toString().trim()).toBe(version)
  })

  test('the same entries make the same ZIP', async () => {
    const folder = temporaryFolder()
    const entries: Entry[] = [
      { path: 'a/program', content: Buffer.from('#!/bin/sh\n'), executable: true },
      { path: 'a/overview.txt', content: Buffer.from('text') },
    ]
    for (const name of ['one.zip', 'two.zip']) await writeZip(join(folder, name), entries)
    const [one, two] = ['one.zip', 'two.zip'].map((name) => readFileSync(join(folder, name)))
    expect(one?.equals(two as Buffer)).toBe(true)
    expect([...(await unzip(one as Buffer)).keys()]).toEqual(['a/overview.txt', 'a/program'])
  })
})

describe('the start file on Linux', () => {
  const stage = (name: string) => {
    const folder = join(temporaryFolder(), name)
    mkdirSync(folder)
    writeFileSync(join(folder, 'aios'), readFileSync('scripts/package/aios.sh'), { mode: 0o755 })
    writeFileSync(join(folder, 'aios-window'), '#!/bin/sh\nprintf "%s\\n" "$0" "$@"\n', { mode: 0o755 })
    return folder
  }

  test('starts the window with the place of the app, from anywhere and by a link', () => {
    const folder = stage('Œuvres complètes')
    const link = join(temporaryFolder(), 'aios')
    symlinkSync(join(folder, 'aios'), link)
    for (const command of [join(folder, 'aios'), link]) {
      const said = execFileSync(command, { cwd: '/', encoding: 'utf8' }).trim().split('\n')
      expect(said).toEqual([`${folder}/aios-window`, '--res-mode=bundle', `--path=${folder}`])
    }
  })

  test('says so where the path would break the window', () => {
    const folder = stage("O'Neil")
    const start = () => execFileSync(join(folder, 'aios'), { cwd: '/', encoding: 'utf8', stdio: 'pipe' })
    expect(start).toThrow(/Move the folder/)
  })
})

describe.skipIf(!isPacked)('the package for macOS', () => {
  test('is an app whose program is told where its resources are', async () => {
    const mac: Target = { ...target, platform: 'macos' }
    const entries = await packageContents(mac, standIn())
    const paths = entries.map(({ path }) => path)
    expect(paths.filter((path) => !path.startsWith('AIOS.app/Contents/'))).toEqual([])
    const contents = (path: string) => entries.find((entry) => entry.path === `AIOS.app/Contents/${path}`)
    expect(contents('Info.plist')?.content.toString()).toContain('<key>CFBundleExecutable</key><string>AIOS</string>')
    expect(contents('MacOS/AIOS')).toMatchObject({ executable: true })
    expect(contents('MacOS/AIOS')?.content.toString()).toContain('--path="$here/../Resources"')
    expect(contents('Resources/extensions/backend/bin/aios-backend')).toMatchObject({ executable: true })
    const icon = contents('Resources/AIOS.icns')?.content
    expect(icon?.toString('latin1', 0, 4)).toBe('icns')
    expect(icon?.readUInt32BE(4)).toBe(icon?.length)
  })
})

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
