import type {
  NewSchedule,
  Schedule,
  ScheduleChange,
  Timing,
} from '../../extensions/backend/src/shared/contract/schedules.ts'
import type { Api } from './client.ts'

export type {
  Missed,
  NewSchedule,
  Schedule,
  ScheduleChange,
  Timing,
} from '../../extensions/backend/src/shared/contract/schedules.ts'

export const schedulesApi = (api: Api) => ({
  list: async (signal?: AbortSignal): Promise<Schedule[]> =>
    api.call((client, options) => client.api.schedules.$get({ query: {} }, options), signal),
  add: async (schedule: NewSchedule): Promise<Schedule> =>
    api.call((client) => client.api.schedules.$post({ json: schedule })),
  change: async (id: string, change: ScheduleChange): Promise<Schedule> =>
    api.call((client) => client.api.schedules[':id'].$patch({ param: { id }, json: change })),
  /** `keepalive` lets the request go on while the page closes. */
  remove: (id: string, { keepalive = false } = {}) =>
    api.fetch(`/api/schedules/${id}`, { method: 'DELETE', keepalive }).then(() => undefined),
  run: (id: string) => api.call((client) => client.api.schedules[':id'].run.$post({ param: { id } })),
  /** When a timing would run next, a few times. */
  preview: (timing: Timing, signal?: AbortSignal) =>
    api.call((client, options) => client.api.schedules.preview.$post({ json: { timing } }, options), signal),
})
