import type { PreferencesChange } from '../../extensions/backend/src/shared/contract/preferences.ts'
import type { Api } from './client.ts'

export type { Preferences, PreferencesChange } from '../../extensions/backend/src/shared/contract/preferences.ts'

export const preferencesApi = (api: Api) => ({
  get: (signal?: AbortSignal) => api.call((client, options) => client.api.preferences.$get(undefined, options), signal),
  change: (change: PreferencesChange) => api.call((client) => client.api.preferences.$patch({ json: change })),
})
