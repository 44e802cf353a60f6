import { createAnthropic } from '@ai-sdk/anthropic'
import { createGoogle } from '@ai-sdk/google'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import type { EmbeddingModelV4, LanguageModelV4 } from '@ai-sdk/provider'
import type { Fetch } from './fetch.ts'
import type { Protocol } from './presets.ts'

type Endpoint = { protocol: Protocol; baseUrl: string; key?: string | undefined; fetch: Fetch }

export type Connected = {
  languageModel(id: string): LanguageModelV4
  /** Undefined where the protocol knows no embeddings. */
  embeddingModel(id: string): EmbeddingModelV4 | undefined
}

/**
 * Models of a server, spoken with in its protocol. A key is always passed, if an empty one: else these libraries would take one
 * from the environment that was meant for another program.
 */
export const connect = ({ protocol, baseUrl, key, fetch }: Endpoint): Connected => {
  if (protocol === 'anthropic') {
    const anthropic = createAnthropic({ baseURL: baseUrl, apiKey: key ?? '', fetch })
    return { languageModel: (id) => anthropic.languageModel(id), embeddingModel: () => undefined }
  }
  if (protocol === 'google') {
    const google = createGoogle({ baseURL: baseUrl, apiKey: key ?? '', fetch })
    return { languageModel: (id) => google.languageModel(id), embeddingModel: (id) => google.embeddingModel(id) }
  }
  const compatible = createOpenAICompatible({
    name: 'server',
    baseURL: baseUrl,
    ...(key && { apiKey: key }),
    fetch,
    includeUsage: true,
    supportsStructuredOutputs: true,
  })
  return { languageModel: (id) => compatible.chatModel(id), embeddingModel: (id) => compatible.embeddingModel(id) }
}
