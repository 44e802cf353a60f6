import type { LanguageModelV4 } from '@ai-sdk/provider'
import type { Provider, ProviderModel } from '../shared/contract/providers.ts'

/** A model that can be called. */
export type ConnectedModel = {
  /** For the AI SDK. Its failures are ModelErrors, its use is counted, its requests wait for the provider's limits. */
  model: LanguageModelV4
  provider: Provider
  /** What is known of the model; only its id where nothing is. */
  facts: ProviderModel
}
