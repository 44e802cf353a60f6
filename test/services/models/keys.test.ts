import { existsSync } from 'node:fs'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import type { Keyring } from '../../../extensions/backend/src/services/models/keyring.ts'
import { keyService } from '../../../extensions/backend/src/services/models/keys.ts'
import { keyFile } from '../../../extensions/backend/src/storage/setup/key-file.ts'
import { temporaryFolder } from '../../support/folder.ts'

/** A key store of the system, in memory; `broken` says what it no longer does. */
const memoryKeyring = () => {
  const kept = new Map<string, string>()
  const broken = new Set<'get' | 'set' | 'remove'>()
  const unless = (what: 'get' | 'set' | 'remove') => {
    if (broken.has(what)) throw new Error('The collection is locked')
  }
  const keyring: Keyring = {
    place: 'a test',
    get: async (account) => {
      unless('get')
      return kept.get(account)
    },
    set: async (account, key) => {
      unless('set')
      kept.set(account, key)
    },
    remove: async (account) => {
      unless('remove')
      kept.delete(account)
    },
  }
  return { keyring, kept, broken }
}

const open = (keyring: Keyring | undefined, dataDir = temporaryFolder()) => {
  const lines: string[] = []
  const log = pino({}, { write: (line) => void lines.push(line) })
  const file = keyFile(dataDir)
  return { keys: keyService({ file, openKeyring: async () => keyring, log }), file, lines, dataDir }
}

it('goes to the key store of the system where there is one', async () => {
  const { keyring, kept } = memoryKeyring()
  const { keys, file } = open(keyring)
  expect(await keys.store()).toEqual({ kind: 'system', place: 'a test' })
  expect(await keys.set('p', 'sk-1')).toBe('system')
  expect(kept.get('p')).toBe('sk-1')
  expect(existsSync(file.path)).toBe(false)
  expect(await keys.get('p', 'system')).toBe('sk-1')
  await keys.remove('p', 'system')
  expect(kept.size).toBe(0)
  await expect(keys.get('p', 'system')).rejects.toMatchObject({ code: 'keys.unavailable' })
  expect(await keys.get('p', undefined)).toBeUndefined()
})

it('goes to a file where there is none', async () => {
  const { keys, file } = open(undefined)
  expect(await keys.store()).toEqual({ kind: 'file', place: file.path })
  expect(await keys.set('p', 'sk-1')).toBe('file')
  expect(await keys.get('p', 'file')).toBe('sk-1')
})

it('goes to a file when the system takes none, and back later', async () => {
  const { keyring, kept, broken } = memoryKeyring()
  const { keys, file, lines } = open(keyring)
  broken.add('set')
  expect(await keys.set('p', 'sk-1')).toBe('file')
  expect(file.get('p')).toBe('sk-1')
  broken.clear()
  expect(await keys.set('p', 'sk-2')).toBe('system')
  expect(kept.get('p')).toBe('sk-2')
  expect(existsSync(file.path)).toBe(false)
  expect(lines.join('')).not.toContain('sk-')
})

it('says so when the system does not give it out, and asks it once only', async () => {
  const { keyring, broken } = memoryKeyring()
  const { keys, dataDir } = open(keyring)
  await keys.set('p', 'sk-1')
  const later = open(keyring, dataDir).keys
  broken.add('get')
  const refusal = { code: 'keys.unavailable', message: expect.stringContaining('The collection is locked') }
  await expect(later.get('p', 'system')).rejects.toMatchObject(refusal)
  broken.clear()
  expect(await later.get('p', 'system')).toBe('sk-1')
  broken.add('get')
  expect(await later.get('p', 'system')).toBe('sk-1')
})

it('is forgotten by AIOS even if the system keeps it', async () => {
  const { keyring, broken } = memoryKeyring()
  const { keys, lines } = open(keyring)
  await keys.set('p', 'sk-1')
  broken.add('remove')
  await keys.remove('p', 'system')
  expect(lines.join('')).toContain('kept a key that is not used any more')
})
