import type { Api } from './client.ts'

export type { Problem } from '../../extensions/backend/src/shared/contract/condition.ts'
export type { LogLine, LogTail } from '../../extensions/backend/src/shared/contract/diagnostics.ts'

export const conditionApi = (api: Api) => ({
  get: (signal?: AbortSignal) => api.call((client, options) => client.api.condition.$get(undefined, options), signal),
  dismiss: (code: string) =>
    api.call((client, options) => client.api.condition[':code'].$delete({ param: { code } }, options)),
})

export const diagnosticsApi = (api: Api) => ({
  report: (signal?: AbortSignal) =>
    api.call((client, options) => client.api.diagnostics.$get(undefined, options), signal),
  log: (lines: number, signal?: AbortSignal) =>
    api.call((client, options) => client.api.logs.$get({ query: { lines: String(lines) } }, options), signal),
})
