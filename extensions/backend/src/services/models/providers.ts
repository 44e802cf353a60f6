import { fail } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import { presetOf, presets } from '../../models/presets.ts'
import type {
  NewProvider,
  Preset,
  Provider,
  ProviderChange,
  ProviderModel,
  ProviderSetup,
} from '../../shared/contract/providers.ts'
import type { ProviderStore } from '../../storage/setup/providers.ts'
import type { KeyService } from './keys.ts'

type Parts = { store: ProviderStore; keys: KeyService }

/** Seconds: a large model on a small machine takes its time before the first word. */
const usualPatience = 300

/** Model endpoints: where they are, what they offer, the limits they are used within. */
export const providerService = ({ store, keys }: Parts) => {
  /** @throws AppError `provider.unknown` (404) */
  const get = (id: string): Provider =>
    store.find(id) ?? fail('provider.unknown', words.models.unknownProvider(id), { status: 404 })

  return {
    get,
    all: (): Provider[] => store.all(),
    model: store.model,
    /** Stores what the server says of its models. */
    setFound: (id: string, models: readonly ProviderModel[]): void => store.setFound(id, models),

    /** What a form for a new one needs to know. */
    setup: async (): Promise<ProviderSetup> => ({ presets: presets.map(publicFacts), keyStore: await keys.store() }),

    /** The key to send with requests; undefined where there is none. @throws AppError `keys.unavailable` (409) */
    key: ({ id, keyStore }: Provider): Promise<string | undefined> => keys.get(id, keyStore),

    /** @throws AppError `request.invalid` */
    async add({ name, preset, baseUrl, key, limits, ...models }: NewProvider): Promise<Provider> {
      const { name: usualName, baseUrl: usual, parallel } = presetOf(preset)
      const address = baseUrl ?? (usual || fail('request.invalid', words.models.noAddress))
      const id = store.newId()
      const keyStore = key === undefined ? undefined : await keys.set(id, key)
      store.put({
        id,
        name: name ?? usualName,
        preset,
        baseUrl: trimmed(address),
        ...(keyStore && { keyStore }),
        ...models,
        limits: { parallel, patience: usualPatience, ...limits },
        createdAt: new Date().toISOString(),
      })
      return get(id)
    },

    /**
     * A new address on another host needs the key once more: it was given for the old one.
     * @throws AppError `provider.unknown` (404), `provider.key-again` (409)
     */
    async change(id: string, { key, baseUrl, models = [], ...change }: ProviderChange): Promise<Provider> {
      const { models: _, hasKey, keyStore, ...provider } = get(id)
      const address = trimmed(baseUrl ?? provider.baseUrl)
      if (hasKey && key === undefined && new URL(address).origin !== new URL(provider.baseUrl).origin) {
        fail('provider.key-again', words.models.keyAgain(new URL(provider.baseUrl).host, new URL(address).host), {
          status: 409,
        })
      }
      if (key === null) await keys.remove(id, keyStore)
      const kept = key === undefined ? keyStore : key === null ? undefined : await keys.set(id, key)
      const merged = { ...provider, ...change, limits: { ...provider.limits, ...change.limits } }
      store.put({
        ...merged,
        baseUrl: address,
        keyStore: kept,
        defaultModel: merged.defaultModel ?? undefined,
        embeddingModel: merged.embeddingModel ?? undefined,
      })
      for (const model of models) store.setOwn(id, model)
      return get(id)
    },

    /** Its key goes with it; what was used through it stays in the usage. */
    async remove(id: string): Promise<void> {
      const { keyStore } = get(id)
      store.remove(id)
      await keys.remove(id, keyStore)
    },
  }
}
export type ProviderService = ReturnType<typeof providerService>

const trimmed = (address: string) => address.replace(/\/+$/, '')

const publicFacts = ({ id, name, baseUrl, key, keyUrl, local }: Preset): Preset => ({
  id,
  name,
  baseUrl,
  key,
  ...(keyUrl && { keyUrl }),
  local,
})
