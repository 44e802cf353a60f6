import { createRequire } from 'node:module'
import type { Logger } from '../../base/log.ts'
import * as words from '../../base/words/index.ts'
import { addonFor } from '../../runtime.ts'

/** The system's key store. */
export type Keyring = {
  /** For people. */
  place: string
  get(account: string): Promise<string | undefined>
  set(account: string, key: string): Promise<void>
  remove(account: string): Promise<void>
}

type Entry = {
  getPassword(): Promise<string | null>
  setPassword(key: string): Promise<void>
  deleteCredential(): Promise<boolean>
}
type Addon = {
  AsyncEntry: new (service: string, account: string, options?: { linux: { store: 'secret-service' } }) => Entry
}

/** The name under which keys are listed in the system's own program for them. */
const service = 'AIOS'

/** Milliseconds: the system may be asking its owner for a password meanwhile. */
const PROMPT_TIMEOUT = 60_000
/** Milliseconds for finding out whether there is a key store; that asks nobody. */
const LOOK_TIMEOUT = 5_000

const { keychains } = words.models

const places: Partial<Record<NodeJS.Platform, string>> = {
  darwin: keychains.darwin,
  win32: keychains.win32,
}

/** The system's key store; undefined where there is none, or it does not work. */
const openKeyring = async ({ log }: { log: Logger }): Promise<Keyring | undefined> => {
  try {
    const { AsyncEntry } = createRequire(import.meta.url)(addonFor('keyring')) as Addon
    // On Linux it would else fall back to the kernel's keyring, which forgets everything at the next start.
    const entry = (account: string) => new AsyncEntry(service, account, { linux: { store: 'secret-service' } })
    await within(LOOK_TIMEOUT, entry('there is none of that name').getPassword())
    return {
      place: places[process.platform] ?? keychains.other,
      get: async (account) => (await within(PROMPT_TIMEOUT, entry(account).getPassword())) ?? undefined,
      set: (account, key) => within(PROMPT_TIMEOUT, entry(account).setPassword(key)),
      remove: async (account) => void (await within(PROMPT_TIMEOUT, entry(account).deleteCredential())),
    }
  } catch (error) {
    log.info({ reason: (error as Error).message }, 'there is no key store of the system; keys go to a file')
    return undefined
  }
}

const within = async <T>(milliseconds: number, work: Promise<T>): Promise<T> => {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(words.models.keychainSilent)), milliseconds)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}

/** AIOS_KEY_STORE=file keeps keys out of the system's store: for tests, and for machines where nobody can unlock it. */
export const openSystemKeys = async (log: Logger) =>
  process.env.AIOS_KEY_STORE === 'file' ? undefined : openKeyring({ log })
