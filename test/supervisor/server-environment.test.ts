import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { serverEnvironment } from '../../extensions/backend/src/runtime.ts'
import { temporaryFolder } from '../support/folder.ts'
import { startLoneServer } from '../support/lone-server.ts'
import { procText } from '../support/processes.ts'

const runsOnLinux = process.platform === 'linux'

it.runIf(runsOnLinux)('the server keeps little memory that it does not use', async () => {
  await using server = await startLoneServer(temporaryFolder())
  const given = procText([server.pid], 'environ').split('\0')
  expect(given).toContain('NODE_OPTIONS=--max-semi-space-size=4')
  expect(given).toContain('MALLOC_ARENA_MAX=2')
  expect(given).toContain('MALLOC_TRIM_THRESHOLD_=131072')
})

it('passes on to no program what it was given', () => {
  const env = serverEnvironment.added({ PATH: '/bin' })
  serverEnvironment.take(env)
  expect(env).toEqual({ PATH: '/bin', NODE_OPTIONS: '' })
})

it.runIf(runsOnLinux)('takes it out of the environment of a process, too', () => {
  const source = new URL('../../extensions/backend/src/runtime.ts', import.meta.url)
  const script = `
    const { serverEnvironment } = await import('${source}')
    serverEnvironment.take(process.env)
    const { execFileSync } = await import('node:child_process')
    console.log(execFileSync('/usr/bin/env').toString())`
  const env = serverEnvironment.added({})
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], { env }).toString()
  expect(printed).not.toMatch(/MALLOC|semi-space/)
})

it("what is its user's own stays, and counts more", () => {
  const own = { NODE_OPTIONS: '--max-semi-space-size=16 --no-warnings', MALLOC_ARENA_MAX: '8' }
  const env = serverEnvironment.added(own)
  expect(env).toMatchObject({ ...own, NODE_OPTIONS: `--max-semi-space-size=4 ${own.NODE_OPTIONS}` })
  serverEnvironment.take(env)
  expect(env).toEqual(own)
})
