import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { dataDirectory } from '../../extensions/backend/src/base/data-dir.ts'

const home = '/home/ada'

test.each([
  ['what is asked for', { AIOS_DATA_DIR: '/data' }, 'linux', '/data'],
  ['made absolute', { AIOS_DATA_DIR: 'data' }, 'linux', resolve('data')],
  ['Linux', {}, 'linux', '/home/ada/.local/share/aios'],
  ['Linux with XDG_DATA_HOME', { XDG_DATA_HOME: '/xdg' }, 'linux', '/xdg/aios'],
  ['a relative XDG_DATA_HOME, which does not count', { XDG_DATA_HOME: 'xdg' }, 'linux', '/home/ada/.local/share/aios'],
  ['macOS', {}, 'darwin', '/home/ada/Library/Application Support/AIOS'],
  ['Windows', { LOCALAPPDATA: '/local' }, 'win32', '/local/AIOS'],
  ['Windows without LOCALAPPDATA', {}, 'win32', '/home/ada/AppData/Local/AIOS'],
] as const)('%s', (_, env, platform, expected) => {
  expect(dataDirectory({ env, platform, home })).toBe(expected)
})
