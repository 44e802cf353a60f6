import type { RunRequest } from '../../extensions/backend/src/contract/agents.ts'
import type { Api } from './client.ts'

export type { Agent, RunRequest } from '../../extensions/backend/src/contract/agents.ts'

export const agentsApi = (api: Api) => ({
  list: (signal?: AbortSignal) => api.call((client, options) => client.api.agents.$get(undefined, options), signal),
  run: (request: RunRequest) => api.call((client) => client.api.agents.run.$post({ json: request })),
})
