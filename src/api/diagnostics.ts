import type { Api } from './client.ts'

export type { Diagnostics, LogLine, LogTail } from '../../extensions/backend/src/shared/contract/diagnostics.ts'

export const diagnosticsApi = (api: Api) => ({
  report: (signal?: AbortSignal) =>
    api.call((client, options) => client.api.diagnostics.$get(undefined, options), signal),
  log: (lines: number, signal?: AbortSignal) =>
    api.call((client, options) => client.api.logs.$get({ query: { lines: String(lines) } }, options), signal),
})
