import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { backends, isPacked, startBackend } from '../support/backend.ts'
import { temporaryFolder } from '../support/folder.ts'
import { namedBelow } from '../support/processes.ts'

const has = (program: string) => spawnSync(program, ['--version']).status === 0
const isThere = process.platform === 'linux' && has('dbus-run-session') && has('gnome-keyring-daemon')

const keyring = pathToFileURL(join(import.meta.dirname, '../../extensions/backend/src/services/models/keyring.ts')).href
const use = `
  import { openKeyring } from '${keyring}'
  const system = await openKeyring({ log: { info: console.error } })
  const before = await system.get('id')
  await system.set('id', 'sk-"odd"\\\\+/=')
  const kept = await system.get('id')
  await system.remove('id')
  console.log(JSON.stringify({ place: system.place, before, kept, after: await system.get('id') }))`

const unlock = 'printf secret | gnome-keyring-daemon --unlock --components=secrets > /dev/null'

/** The command line that runs another under a session of its own, with a key store that is unlocked. */
const inSession = (...command: readonly string[]): [string, ...string[]] => [
  'dbus-run-session',
  ...['--', 'sh', '-c', `${unlock}; exec "$0" "$@"`, ...command],
]

/** The environment of such a session, all of which stays in a folder that goes. */
const sessionEnv = () => {
  const home = temporaryFolder()
  return { PATH: process.env.PATH, HOME: home, XDG_RUNTIME_DIR: home }
}

const output = async (code: string): Promise<string> => {
  const [program, ...args] = inSession(process.execPath, '--input-type=module', '-e', code)
  const session = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'], env: sessionEnv() })
  return text(session.stdout)
}

it.skipIf(!isThere)('keeps keys in a real Secret Service (skipped without dbus and gnome-keyring)', async () => {
  const said = await output(use)
  expect(JSON.parse(said)).toEqual({ place: expect.stringContaining('Secret Service'), kept: 'sk-"odd"\\+/=' })
})

it.skipIf(!isThere || !isPacked)('and so does the packed executable, with the addon beside it', async () => {
  await using backend = await startBackend({ command: inSession(...backends.packed), env: sessionEnv() })
  const address = 'http://127.0.0.1:9/v1'
  const made = await backend.postJson('/api/providers', { preset: 'custom', baseUrl: address, key: 'sk-of-the-test' })
  expect(made).toMatchObject({ hasKey: true, keyStore: 'system' })
  // The session ends with what it runs, and takes its other processes along.
  for (const pid of namedBelow(backend.pid, 'serve --watch-parent')) process.kill(pid)
  await backend.ended
})
