import { fail } from '../../base/errors.ts'
import type { Logger } from '../../base/log.ts'
import * as words from '../../base/words/index.ts'
import type { KeyStoreKind, ProviderSetup } from '../../shared/contract/providers.ts'
import type { KeyFile } from '../../storage/setup/key-file.ts'
import type { Keyring } from './keyring.ts'

type Parts = {
  file: KeyFile
  /** Looks for the system's key store; asked once, with the first key. */
  openKeyring(): Promise<Keyring | undefined>
  log: Logger
}

/** API keys: in the system's key store where there is one, else in a file that only its owner may read. */
export const keyService = ({ file, openKeyring, log }: Parts) => {
  /** Keys from the system's store, which may ask its owner each time. */
  const known = new Map<string, string>()
  let looked: Promise<Keyring | undefined> | undefined
  const keyring = () => {
    looked ??= openKeyring()
    return looked
  }

  const unavailable = (cause?: unknown): never => {
    const reason = cause instanceof Error ? cause.message : undefined
    return fail('keys.unavailable', words.models.keyUnavailable(reason), { status: 409 })
  }

  return {
    /** Where the next key goes. */
    async store(): Promise<ProviderSetup['keyStore']> {
      const system = await keyring()
      return system ? { kind: 'system', place: system.place } : { kind: 'file', place: file.path }
    },

    /** Keeps a key under a provider's id, in place of an earlier one; gives back where it is. */
    async set(id: string, key: string): Promise<KeyStoreKind> {
      const system = await keyring()
      if (system) {
        try {
          await system.set(id, key)
          known.set(id, key)
          file.remove(id)
          return 'system'
        } catch (error) {
          log.warn({ reason: (error as Error).message }, 'the key store of the system took no key; it goes to a file')
        }
      }
      file.set(id, key)
      return 'file'
    },

    /** @throws AppError `keys.unavailable`, `keys.damaged` (409) */
    async get(id: string, kind: KeyStoreKind | undefined): Promise<string | undefined> {
      if (!kind) return undefined
      if (kind === 'file') return file.get(id) ?? unavailable()
      const held = known.get(id)
      if (held !== undefined) return held
      const key = (await (await keyring())?.get(id).catch(unavailable)) ?? unavailable()
      known.set(id, key)
      return key
    },

    /** Forgets a key. One that the system's store does not let go of stays there, unused. */
    async remove(id: string, kind: KeyStoreKind | undefined): Promise<void> {
      known.delete(id)
      if (kind === 'file') return file.remove(id)
      if (kind !== 'system') return
      await (await keyring())?.remove(id).catch((error: Error) => {
        log.warn({ reason: error.message }, 'the key store of the system kept a key that is not used any more')
      })
    },
  }
}
export type KeyService = ReturnType<typeof keyService>
