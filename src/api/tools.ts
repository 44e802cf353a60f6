import type { Api } from './client.ts'

export type { Tool } from '../../extensions/backend/src/shared/contract/tools.ts'

export const toolsApi = (api: Api) => ({
  /** Tools that agents may be given, those of MCP servers among them. */
  list: (signal?: AbortSignal) => api.call((client, options) => client.api.tools.$get(undefined, options), signal),
})
