import { createContext } from '@lit/context'
import type { NewSchedule, Schedule, ScheduleChange, schedulesApi } from '../api/schedules.ts'
import { Observable } from '../base/observable.ts'
import { refresher } from '../base/refresher.ts'
import { text } from '../strings/index.ts'
import type { Notices } from './notices.ts'

type State = { items?: readonly Schedule[]; error?: string }

/** What runs by itself, in all workspaces; fetched when somebody first looks. */
export class Schedules extends Observable<State> {
  readonly #api
  readonly #notices: Notices
  readonly #refresher
  #isWanted = false
  #leaving = new Set<string>()

  constructor(api: ReturnType<typeof schedulesApi>, notices: Notices) {
    super({})
    this.#api = api
    this.#notices = notices
    this.#refresher = refresher(
      async (signal) => this.#show(await api.list(signal)),
      ({ message }) => this.patch({ error: message }),
    )
  }

  /** Keeps the list up to date from now on. */
  want(): void {
    if (this.#isWanted) return
    this.#isWanted = true
    void this.refresh()
  }

  refresh(): Promise<void> {
    return this.#refresher.refresh()
  }

  /** Something about schedules, or what they launched, has changed. */
  hint(): void {
    if (this.#isWanted) void this.refresh()
  }

  /** @throws ApiError */
  async add(schedule: NewSchedule): Promise<void> {
    this.#put(await this.#api.add(schedule))
  }

  /** @throws ApiError */
  async change(id: string, change: ScheduleChange): Promise<void> {
    this.#put(await this.#api.change(id, change))
  }

  async switch(id: string, enabled: boolean): Promise<void> {
    try {
      await this.change(id, { enabled })
    } catch (error) {
      this.#notices.error(error)
      void this.refresh() // the switch goes back to what is true
    }
  }

  /** Runs it once, apart from its times; gives back the task, or nothing where that failed. */
  async run(id: string): Promise<{ id: string } | undefined> {
    try {
      return await this.#api.run(id)
    } catch (error) {
      this.#notices.error(error)
      return undefined
    }
  }

  /** Takes a schedule away at once and removes it after a while, unless the reader thinks better of it. */
  remove({ id, name }: Schedule): void {
    const back = () => {
      this.#leaving.delete(id)
      void this.refresh()
    }
    this.#leaving.add(id)
    this.#show(this.value.items ?? [])
    this.#notices.undoable(text.schedules.deleted(name), {
      undo: back,
      commit: () => this.#api.remove(id, { keepalive: true }),
    })
  }

  #show(items: readonly Schedule[]): void {
    this.set({ items: items.filter(({ id }) => !this.#leaving.has(id)) })
  }

  #put(schedule: Schedule): void {
    const others = (this.value.items ?? []).filter(({ id }) => id !== schedule.id)
    this.#show([...others, schedule].toSorted((a, b) => a.createdAt.localeCompare(b.createdAt)))
  }
}

export const schedulesContext = createContext<Schedules>('schedules')
