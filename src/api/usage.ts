import type { Api } from './client.ts'

export type { UsageAmount, UsageReport } from '../../extensions/backend/src/shared/contract/usage.ts'

export const usageApi = (api: Api) => ({
  report: (days: number, signal?: AbortSignal) =>
    api.call((client, options) => client.api.usage.$get({ query: { days: String(days) } }, options), signal),
})
