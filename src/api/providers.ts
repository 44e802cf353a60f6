import type { ErrorBody } from '../../extensions/backend/src/shared/contract/common.ts'
import type { Finding, Probe, ProbeRequest, ProbeResult } from '../../extensions/backend/src/shared/contract/probe.ts'
import type { NewProvider, ProviderChange } from '../../extensions/backend/src/shared/contract/providers.ts'
import { serverEvents } from '../base/server-events.ts'
import { text } from '../strings/index.ts'
import { type Api, ApiError } from './client.ts'

export type { Finding, Probe, ProbeCheck } from '../../extensions/backend/src/shared/contract/probe.ts'
export type {
  ModelChange,
  NewProvider,
  Preset,
  Provider,
  ProviderChange,
  ProviderModel,
  ProviderSetup,
} from '../../extensions/backend/src/shared/contract/providers.ts'
export type { UsageAmount, UsageReport } from '../../extensions/backend/src/shared/contract/usage.ts'

export const providersApi = (api: Api) => ({
  list: (signal?: AbortSignal) => api.call((client, options) => client.api.providers.$get(undefined, options), signal),
  setup: (signal?: AbortSignal) =>
    api.call((client, options) => client.api.providers.setup.$get(undefined, options), signal),
  add: (provider: NewProvider) => api.call((client) => client.api.providers.$post({ json: provider })),
  change: (id: string, change: ProviderChange) =>
    api.call((client) => client.api.providers[':id'].$patch({ param: { id }, json: change })),
  /** `keepalive` lets the request go on while the page closes. */
  remove: (id: string, { keepalive = false } = {}) =>
    api.fetch(`/api/providers/${id}`, { method: 'DELETE', keepalive }).then(() => undefined),

  /** Model servers on this computer. */
  async find(signal: AbortSignal): Promise<Probe[]> {
    const { servers } = await api.call(
      (client, options) => client.api.providers.probe.$post({ json: {} }, options),
      signal,
    )
    return servers
  },

  /** Examines one server; `onFinding` hears of each finding as it is made. @throws {@link ApiError} */
  async examine(request: ProbeRequest, onFinding: (finding: Finding) => void, signal: AbortSignal): Promise<Probe> {
    const response = await api.fetch('/api/providers/probe/events', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(request),
      signal,
    })
    for await (const { event, data } of serverEvents(response)) {
      if (event === 'finding') onFinding(JSON.parse(data) as Finding)
      if (event === 'result') return (JSON.parse(data) as ProbeResult).servers[0] as Probe
      if (event === 'failure') {
        const { error } = JSON.parse(data) as ErrorBody
        throw new ApiError(error.code, error.message, response.status)
      }
    }
    throw new ApiError('offline', text.status.disconnected, 0)
  },
})

export const usageApi = (api: Api) => ({
  report: (days: number, signal?: AbortSignal) =>
    api.call((client, options) => client.api.usage.$get({ query: { days: String(days) } }, options), signal),
})
