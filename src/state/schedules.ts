import { createContext } from '@lit/context'
import type { NewSchedule, Schedule, ScheduleChange, schedulesApi } from '../api/schedules.ts'
import { text } from '../strings/index.ts'
import { Collection } from './collection.ts'
import type { Notices } from './notices.ts'

/** What runs by itself, in all workspaces; fetched when somebody first looks. */
export class Schedules extends Collection<Schedule> {
  readonly #api

  constructor(api: ReturnType<typeof schedulesApi>, notices: Notices) {
    super(notices, {})
    this.#api = api
  }

  protected override fetch(signal: AbortSignal): Promise<readonly Schedule[]> {
    return this.#api.list(signal)
  }

  /** @throws ApiError */
  async add(schedule: NewSchedule): Promise<void> {
    this.put(await this.#api.add(schedule))
  }

  /** @throws ApiError */
  async change(id: string, change: ScheduleChange): Promise<void> {
    this.put(await this.#api.change(id, change))
  }

  async switch(id: string, enabled: boolean): Promise<void> {
    try {
      await this.change(id, { enabled })
    } catch (error) {
      this.notices.error(error)
      void this.refresh() // the switch goes back to what is true
    }
  }

  /** Runs it once, apart from its times; gives back the task, or nothing where that failed. */
  async run(id: string): Promise<{ id: string } | undefined> {
    try {
      return await this.#api.run(id)
    } catch (error) {
      this.notices.error(error)
      return undefined
    }
  }

  /** Takes a schedule away at once and removes it after a while, unless the reader thinks better of it. */
  remove({ id, name }: Schedule): void {
    this.removeLater([id], {
      message: text.schedules.deleted(name),
      remove: () => this.#api.remove(id, { keepalive: true }),
    })
  }
}

export const schedulesContext = createContext<Schedules>('schedules')
