import { fail } from '../../base/errors.ts'
import { type Slots, slots } from '../../base/slots.ts'
import * as words from '../../base/words/index.ts'
import type { ConnectedModel } from '../../models/connected-model.ts'
import { modelError } from '../../models/errors.ts'
import { modelFetch } from '../../models/fetch.ts'
import { metered, type Used } from '../../models/metered.ts'
import { presetOf } from '../../models/presets.ts'
import { withRetries } from '../../models/retry.ts'
import type { Provider, ProviderModel } from '../../shared/contract/providers.ts'
import type { ProviderService } from './providers.ts'
import type { UsageService } from './usage.ts'

type Parts = { providers: ProviderService; usage: UsageService }

/** Which model is meant, and for whom its use is counted. */
type ModelChoice = {
  providerId: string
  /** Without it, the provider's default. */
  modelId?: string | undefined
  taskId?: string | undefined
  agentId?: string | undefined
}

/** Texts sent in one request for embeddings. */
const textsAtOnce = 64

/** Models to call: connected to their servers, limited, counted. */
export const modelService = ({ providers, usage }: Parts) => {
  const turns = new Map<string, { slots: Slots; parallel: number }>()
  const turnsOf = ({ id, limits: { parallel } }: Provider): Slots => {
    const found = turns.get(id) ?? { slots: slots(() => turns.get(id)?.parallel ?? 1), parallel }
    turns.set(id, { ...found, parallel })
    return found.slots
  }

  const open = async (provider: Provider, model: string) => {
    const [{ connect }, key] = await Promise.all([import('../../models/connect.ts'), providers.key(provider)])
    const { name, preset, baseUrl, limits } = provider
    const fetch = modelFetch({ patience: limits.patience * 1000, key, enter: turnsOf(provider).enter })
    return {
      connected: connect({ protocol: presetOf(preset).protocol, baseUrl, key, fetch }),
      explain: (error: unknown) => modelError(error, { name, preset, baseUrl, model, key }),
    }
  }

  const recorder =
    ({ providerId, taskId, agentId }: ModelChoice, { id, price }: ProviderModel) =>
    (used: Used) =>
      usage.add({
        providerId,
        model: id,
        ...(taskId && { taskId }),
        ...(agentId && { agentId }),
        ...used,
        ...(price && { cost: (used.inputTokens * price.input + used.outputTokens * price.output) / 1e6 }),
      })

  const chosen = (provider: Provider, id: string | undefined, missing: (provider: string) => string): ProviderModel => {
    const model = id ?? fail('model.unset', missing(provider.name), { status: 409 })
    return providers.model(provider.id, model) ?? { id: model }
  }

  return {
    /** @throws AppError `provider.unknown` (404), `model.unset`, `keys.unavailable` (409) */
    async connect(choice: ModelChoice): Promise<ConnectedModel> {
      const provider = providers.get(choice.providerId)
      const facts = chosen(provider, choice.modelId ?? provider.defaultModel, words.models.noModel)
      const { connected, explain } = await open(provider, facts.id)
      const model = metered(connected.languageModel(facts.id), { record: recorder(choice, facts), explain })
      return { model, provider, facts }
    },

    /**
     * A vector for each text, in their order; tries again what may pass.
     * @throws AppError as `connect`, ModelError, or the signal's reason
     */
    async embed(choice: ModelChoice, texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]> {
      const provider = providers.get(choice.providerId)
      const facts = chosen(provider, choice.modelId ?? provider.embeddingModel, words.models.noEmbeddingModel)
      const { connected, explain } = await open(provider, facts.id)
      const model =
        connected.embeddingModel(facts.id) ??
        fail('model.no-embeddings', words.models.noEmbeddings(provider.name), { status: 409 })
      const record = recorder(choice, facts)
      const most = Math.min((await model.maxEmbeddingsPerCall) ?? textsAtOnce, textsAtOnce)
      const vectors: Float32Array[] = []
      for (let at = 0; at < texts.length; at += most) {
        const values = texts.slice(at, at + most)
        const started = performance.now()
        const request = async () => {
          try {
            const { embeddings, usage: tokens } = await model.doEmbed({
              values,
              ...(signal && { abortSignal: signal }),
            })
            return { embeddings, tokens: tokens?.tokens }
          } catch (error) {
            throw signal?.aborted ? error : explain(error)
          }
        }
        const { embeddings, tokens } = await withRetries(request, { signal })
        if (embeddings.length !== values.length) throw explain(new Error('There are more texts than vectors.'))
        record({
          inputTokens: tokens ?? Math.ceil(values.join('').length / 4),
          outputTokens: 0,
          estimated: tokens === undefined,
          milliseconds: performance.now() - started,
        })
        for (const embedding of embeddings) vectors.push(Float32Array.from(embedding))
      }
      return vectors
    },
  }
}
export type ModelService = ReturnType<typeof modelService>
