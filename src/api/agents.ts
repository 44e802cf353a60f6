import type { AgentFile } from '../../extensions/backend/src/shared/contract/agent-files.ts'
import type { AgentChange, NewAgent, RunRequest } from '../../extensions/backend/src/shared/contract/agents.ts'
import type { ExternalChange } from '../../extensions/backend/src/shared/contract/external.ts'
import type { Api } from './client.ts'

export type { AgentFile } from '../../extensions/backend/src/shared/contract/agent-files.ts'
export type { Agent, AgentChange, NewAgent, RunRequest } from '../../extensions/backend/src/shared/contract/agents.ts'
export type {
  External,
  ExternalChange,
  ExternalFindings,
  ExternalPreset,
} from '../../extensions/backend/src/shared/contract/external.ts'
export type { Tool } from '../../extensions/backend/src/shared/contract/tools.ts'

export const agentsApi = (api: Api) => ({
  list: (signal?: AbortSignal) => api.call((client, options) => client.api.agents.$get(undefined, options), signal),
  add: (agent: NewAgent) => api.call((client) => client.api.agents.$post({ json: agent })),
  change: (id: string, change: AgentChange) =>
    api.call((client) => client.api.agents[':id'].$patch({ param: { id }, json: change })),
  /** `keepalive` lets the request go on while the page closes. */
  remove: (id: string, { keepalive = false } = {}) =>
    api.fetch(`/api/agents/${id}`, { method: 'DELETE', keepalive }).then(() => undefined),
  /** As a file, to be passed on. */
  export: (id: string) => api.fetch(`/api/agents/${id}/export`),
  import: (file: AgentFile) => api.call((client) => client.api.agents.import.$post({ json: file })),
  run: (request: RunRequest) => api.call((client) => client.api.agents.run.$post({ json: request })),
  presets: () => api.call((client) => client.api.agents.external.presets.$get()),
  /** Runs what the user allowed, to see whether it works; may take as long as its first start does. */
  check: (setup: ExternalChange, agentId?: string) =>
    api.call((client) =>
      client.api.agents.external.check.$post({
        json: { external: { ...setup, allowed: true }, ...(agentId !== undefined && { agentId }) },
      }),
    ),
})

export const toolsApi = (api: Api) => ({
  /** Tools that agents may be given, those of MCP servers among them. */
  list: (signal?: AbortSignal) => api.call((client, options) => client.api.tools.$get(undefined, options), signal),
})
