import type { PresetId, ProviderModel } from '../../../shared/contract/providers.ts'
import { ask, field, firstCount, type Target } from './ask.ts'

/** What a server tells about its models besides the common API; undefined when it is not that kind of server. */
type Native = (
  target: Target,
  models: readonly ProviderModel[],
  signal: AbortSignal,
) => Promise<ProviderModel[] | undefined>

/** Milliseconds; these are servers nearby. */
const patience = 5_000
/** Models that Ollama is asked about one by one. */
const MAX_DETAILS = 50

const origin = ({ baseUrl }: Target) => new URL(baseUrl).origin

/**
 * https://docs.ollama.com/api: what a model could hold is in `model_info`, what it holds as it is loaded is in `/api/ps`. The
 * latter counts, as Ollama cuts longer prompts off without a word.
 */
const ollama: Native = async (target, models, signal) => {
  const version = await ask(target, `${origin(target)}/api/version`, signal).catch(() => undefined)
  if (typeof field(version, 'version') !== 'string') return undefined
  const running = await ask(target, `${origin(target)}/api/ps`, signal).catch(() => undefined)
  const loaded = [field(running, 'models')].find(Array.isArray) ?? []
  const detailed: ProviderModel[] = []
  for (const model of models) {
    if (detailed.length === MAX_DETAILS) break
    const shown = await ask(target, `${origin(target)}/api/show`, signal, { model: model.id }).catch(() => undefined)
    const capabilities = [field(shown, 'capabilities')].find(Array.isArray)
    const parameters = String(field(shown, 'parameters') ?? '')
    const [, set] = /^num_ctx\s+(\d+)/m.exec(parameters) ?? []
    const now = loaded.find((each) => field(each, 'name') === model.id || field(each, 'model') === model.id)
    const contextLength = firstCount(field(now, 'context_length'), Number(set))
    const embeddings = capabilities ? capabilities.includes('embedding') : model.embeddings
    detailed.push({
      id: model.id,
      ...(embeddings ? { embeddings } : capabilities && { tools: capabilities.includes('tools') }),
      ...(contextLength && { contextLength }),
    })
  }
  return [...detailed, ...models.slice(detailed.length)]
}

/** https://lmstudio.ai/docs/developer/rest/endpoints; a model that is not loaded has no window yet. */
const lmStudio: Native = async (target, models, signal) => {
  const answer = await ask(target, `${origin(target)}/api/v0/models`, signal).catch(() => undefined)
  const entries = [field(answer, 'data')].find(Array.isArray)
  if (!entries) return undefined
  return models.map((model) => {
    const entry = entries.find((each) => field(each, 'id') === model.id)
    const capabilities = [field(entry, 'capabilities')].find(Array.isArray) ?? []
    const contextLength = firstCount(field(entry, 'loaded_context_length'))
    if (field(entry, 'type') === 'embeddings') return { id: model.id, embeddings: true }
    return {
      id: model.id,
      ...(capabilities.includes('tool_use') && { tools: true }),
      ...(contextLength && { contextLength }),
    }
  })
}

/** https://github.com/ggml-org/llama.cpp/tree/master/tools/server#get-props */
const llamaCpp: Native = async (target, models, signal) => {
  const props = await ask(target, `${origin(target)}/props`, signal).catch(() => undefined)
  const settings = field(props, 'default_generation_settings')
  if (!settings) return undefined
  const contextLength = firstCount(field(settings, 'n_ctx'))
  return models.map((model) => ({ ...model, ...(contextLength && { contextLength }) }))
}

const vllm: Native = async (target, models, signal) => {
  const answer = await ask(target, `${origin(target)}/version`, signal).catch(() => undefined)
  return typeof field(answer, 'version') === 'string' ? [...models] : undefined
}

const natives: [PresetId, Native][] = [
  ['ollama', ollama],
  ['lm-studio', lmStudio],
  ['llama-cpp', llamaCpp],
  ['vllm', vllm],
]

/** Asks in the server's own language what it says of its models there; also finds out what kind of server it is. */
export const askNatively = async (
  target: Target,
  models: readonly ProviderModel[],
  signal: AbortSignal,
): Promise<{ preset: PresetId; models: ProviderModel[] }> => {
  const mayBe = natives.filter(([preset]) => target.preset === preset || target.preset === 'custom')
  const limited = AbortSignal.any([signal, AbortSignal.timeout(patience)])
  for (const [preset, native] of mayBe) {
    const found = await native(target, models, limited)
    if (found) return { preset, models: found }
  }
  signal.throwIfAborted()
  return { preset: target.preset, models: [...models] }
}
