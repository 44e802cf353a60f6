import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { at } from '../../scripts/project.ts'
import { hostTarget } from '../../scripts/targets.ts'
import { temporaryFolder } from '../support/folder.ts'
import { runScript } from './support.ts'

const base = hostTarget()?.base ?? ''

/** Packs a package of one file, as a registry would deliver it. */
const pack = (folder: string, name: string, version: string, files: Record<string, string>) => {
  const source = join(folder, 'source')
  for (const [path, text] of Object.entries({ ...files, 'package.json': JSON.stringify({ name, version }) })) {
    mkdirSync(join(source, path, '..'), { recursive: true })
    writeFileSync(join(source, path), text, { mode: 0o755 })
  }
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm']
  const [file = '', ...args] = [...npm, 'pack', '--silent', '--pack-destination', folder]
  const made = execFileSync(file, args, { cwd: source, encoding: 'utf8' }).trim()
  renameSync(join(folder, made), join(folder, `${name}-${version}.tgz`))
}

/** A project with our bootstrap, a script, and two packages that need no registry: one carries Node, the other is any. */
const project = () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'scripts'))
  for (const name of ['run.mjs', 'without-hosts.mjs']) copyFileSync(at('scripts', name), join(folder, 'scripts', name))
  writeFileSync(
    join(folder, 'scripts/hello.ts'),
    `const [code = '0']: string[] = process.argv.slice(2)
     console.log('hello', process.argv.slice(2).join())
     if (code === 'wait') setInterval(() => undefined, 1000)
     else process.exitCode = Number(code)`,
  )
  pack(join(folder, 'scripts'), base, '26.0.0', {
    'bin/node': `#!/bin/sh\necho "from $0"\nexec '${process.execPath}' "$@"\n`,
  })
  const lock = (version: string) => {
    pack(join(folder, 'scripts'), 'any', version, { 'index.js': '' })
    const dependencies = { [base]: `file:scripts/${base}-26.0.0.tgz`, any: `file:scripts/any-${version}.tgz` }
    const about = { name: 'project', version: '1.0.0', dependencies }
    const entry = (name: string, version: string) => {
      const file = `scripts/${name}-${version}.tgz`
      const hash = createHash('sha512').update(readFileSync(join(folder, file)))
      return { version, resolved: `file:${file}`, integrity: `sha512-${hash.digest('base64')}` }
    }
    const packages = {
      '': about,
      [`node_modules/${base}`]: entry(base, '26.0.0'),
      'node_modules/any': entry('any', version),
    }
    writeFileSync(join(folder, 'package.json'), JSON.stringify(about))
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ ...about, lockfileVersion: 3, packages }))
  }
  lock('1.0.0')
  return { folder, lock }
}

const run = async (folder: string, args: string[] = []) => {
  await using script = runScript('hello', args, { cwd: folder })
  return { code: await script.ended, output: script.output() }
}

test('installs what the lock file says, once, and again when that changes', async () => {
  const { folder, lock } = project()
  const first = await run(folder, ['0', 'more'])
  expect(first).toMatchObject({ code: 0 })
  expect(first.output).toContain('Installing packages (npm ci)')
  expect(first.output).toContain(`from ${folder}/node_modules/${base}/bin/node\nhello 0,more\n`)
  expect(first.output).not.toMatch(/npm (warn|error|notice)/)

  expect((await run(folder)).output).not.toContain('Installing')

  lock('2.0.0')
  expect((await run(folder)).output).toContain('Installing packages')
  const { version } = JSON.parse(readFileSync(join(folder, 'node_modules/any/package.json'), 'utf8'))
  expect(version).toBe('2.0.0')
})

test('what cannot be installed is told without an address, and nothing is run', async () => {
  const { folder } = project()
  const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'))
  const { integrity } = lock.packages['node_modules/any']
  lock.packages['node_modules/any'] = {
    version: '1.0.0',
    resolved: 'http://127.0.0.1:9/secret-registry/any.tgz',
    integrity: integrity.replace('sha512-', 'sha512-AAAA').slice(0, integrity.length), // so that no cache has it
  }
  lock.packages[''].dependencies.any = '1.0.0'
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock))
  writeFileSync(join(folder, 'package.json'), JSON.stringify(lock.packages['']))
  writeFileSync(join(folder, '.npmrc'), 'fetch-retries=0\n')
  const { code, output } = await run(folder)
  expect(code).toBe(1)
  expect(output).toContain('npm ci failed')
  expect(output).not.toMatch(/hello|secret-registry|127\.0\.0\.1/)
  expect(existsSync(join(folder, 'node_modules/.package-lock.json'))).toBe(false)
})

test("passes the script's exit code and its end by a signal on", async () => {
  const { folder } = project()
  expect((await run(folder, ['7'])).code).toBe(7)
  await using waiting = runScript('hello', ['wait'], { cwd: folder })
  await waiting.found(/hello wait/)
  waiting.kill('SIGTERM')
  expect(await waiting.ended).toBe('SIGTERM')
})

test('refuses an old Node and a script that does not exist', async () => {
  await using unknown = runScript('no-such-script')
  expect(await unknown.ended).toBe(1)
  expect(unknown.output()).toContain('Say which script to run')

  const old = "Object.defineProperty(process.versions, 'node', { value: '18.20.0' })"
  const preload = `data:text/javascript,${encodeURIComponent(old)}`
  const child = spawn(process.execPath, ['--import', preload, at('scripts/run.mjs'), 'check'], { stdio: 'pipe' })
  const [said] = await once(child.stderr, 'data')
  expect(String(said)).toContain('AIOS needs Node 20 or newer')
  expect((await once(child, 'exit'))[0]).toBe(1)
})
