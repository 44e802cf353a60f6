import type { Price, ProviderModel } from '../../../shared/contract/providers.ts'
import { ask, field, firstCount, type Target } from './ask.ts'

/** More models than any server has; what is beyond is left out. */
const MAX_MODELS = 2000

const paths = { openai: '/models', anthropic: '/models?limit=1000', google: '/models?pageSize=1000' }

/**
 * The models that a server lists, with what it says of them: servers add their own fields to OpenAI's list.
 * @throws what modelError puts into words, also when the answer is no list of models
 */
export const listModels = async (target: Target, signal: AbortSignal): Promise<ProviderModel[]> => {
  const answer = await ask(target, `${target.baseUrl}${paths[target.protocol]}`, signal)
  const entries = [field(answer, 'data'), field(answer, 'models'), answer].find(Array.isArray)
  if (!entries) throw new Error('There is no list of models in the answer.')
  const models = entries.slice(0, MAX_MODELS).flatMap((entry) => toModel(entry) ?? [])
  if (entries.length > 0 && models.length === 0) throw new Error('The list has no models in it.')
  return [...new Map(models.map((model) => [model.id, model])).values()]
}

const toModel = (entry: unknown): ProviderModel | undefined => {
  const named = field(entry, 'id') ?? field(entry, 'name')
  if (typeof named !== 'string' || named === '') return undefined
  const id = named.replace(/^models\//, '').slice(0, 500) // as Google has it
  const embeddings = embeds(entry, id)
  const tools = callsTools(entry)
  const contextLength = contextOf(entry)
  const price = priceOf(field(entry, 'pricing'))
  return {
    id,
    ...(tools !== undefined && !embeddings && { tools }),
    ...(embeddings && { embeddings }),
    ...(contextLength && { contextLength }),
    ...(price && { price }),
  }
}

/** In the order in which they count: what the server was started with before what the model could do. */
const contextOf = (entry: unknown) =>
  firstCount(
    field(entry, 'max_model_len'), // vLLM
    field(field(entry, 'meta'), 'n_ctx'), // llama.cpp
    field(field(entry, 'top_provider'), 'context_length'), // OpenRouter
    field(entry, 'context_length'),
    field(entry, 'context_window'), // Groq
    field(entry, 'max_context_length'), // Mistral
    field(entry, 'max_input_tokens'), // Anthropic
    field(entry, 'inputTokenLimit'), // Google
  )

const callsTools = (entry: unknown): boolean | undefined => {
  const said = field(field(entry, 'capabilities'), 'function_calling') // Mistral
  if (typeof said === 'boolean') return said
  const parameters = field(entry, 'supported_parameters') // OpenRouter
  return Array.isArray(parameters) ? parameters.includes('tools') : undefined
}

const embeds = (entry: unknown, id: string): boolean => {
  const methods = field(entry, 'supportedGenerationMethods') // Google
  if (Array.isArray(methods)) return methods.includes('embedContent') && !methods.includes('generateContent')
  return /embed|\bbge-|\be5-|minilm|\bgte-/i.test(id)
}

/** OpenRouter names dollars for one token, as text. */
const priceOf = (pricing: unknown): Price | undefined => {
  const [input, output] = [field(pricing, 'prompt'), field(pricing, 'completion')].map((each) => perMillion(each))
  return input === undefined || output === undefined ? undefined : { input, output }
}

const perMillion = (each: unknown): number | undefined => {
  if (typeof each !== 'string' && typeof each !== 'number') return undefined
  const price = Math.round(Number(each) * 1e12) / 1e6
  return Number.isFinite(price) && price >= 0 && price <= 1e6 ? price : undefined
}
