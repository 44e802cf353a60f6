import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../support/folder.ts'

const has = (program: string) => spawnSync(program, ['--version']).status === 0
const isThere = process.platform === 'linux' && has('dbus-run-session') && has('gnome-keyring-daemon')

const keyring = pathToFileURL(join(import.meta.dirname, '../../extensions/backend/src/services/keyring.ts')).href
const use = `
  import { openKeyring } from '${keyring}'
  const system = await openKeyring({ log: { info: console.error } })
  const before = await system.get('id')
  await system.set('id', 'sk-"odd"\\\\+/=')
  const kept = await system.get('id')
  await system.remove('id')
  console.log(JSON.stringify({ place: system.place, before, kept, after: await system.get('id') }))`

/** Runs the code under a session of its own, with a key store that is unlocked, all of it in a folder that goes. */
const inSession = async (code: string): Promise<string> => {
  const unlock = 'printf secret | gnome-keyring-daemon --unlock --components=secrets > /dev/null'
  const home = temporaryFolder()
  const session = spawn(
    'dbus-run-session',
    ['--', 'sh', '-c', `${unlock}; exec "$0" --input-type=module -e "$1"`, process.execPath, code],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { PATH: process.env.PATH, HOME: home, XDG_RUNTIME_DIR: home },
    },
  )
  return text(session.stdout)
}

it.skipIf(!isThere)('keeps keys in a real Secret Service (skipped without dbus and gnome-keyring)', async () => {
  const said = await inSession(use)
  expect(JSON.parse(said)).toEqual({ place: expect.stringContaining('Secret Service'), kept: 'sk-"odd"\\+/=' })
})
