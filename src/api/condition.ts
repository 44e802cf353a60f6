import type { Api } from './client.ts'

export type { Problem } from '../../extensions/backend/src/shared/contract/condition.ts'

export const conditionApi = (api: Api) => ({
  get: (signal?: AbortSignal) => api.call((client, options) => client.api.condition.$get(undefined, options), signal),
  dismiss: (code: string) =>
    api.call((client, options) => client.api.condition[':code'].$delete({ param: { code } }, options)),
})
