import type { Agent } from '../../shared/contract/agents.ts'
import type { Provider } from '../../shared/contract/providers.ts'

/** The provider whose model an agent asks: the one it names, else the first that has a default model. */
export const providerOf = ({ kind, providerId }: Agent, providers: readonly Provider[]): Provider | undefined => {
  if (kind !== 'model') return undefined
  return providers.find(({ id, defaultModel }) => (providerId ? id === providerId : defaultModel !== undefined))
}
