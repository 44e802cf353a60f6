import { createContext } from '@lit/context'
import type { IndexingState, indexingApi } from '../api/documents.ts'
import { Observable } from '../base/observable.ts'
import { refresher } from '../base/refresher.ts'
import type { Notices } from './notices.ts'

type Reading = Pick<IndexingState, 'paused' | 'waits'>

/** Whether documents are being read at the moment, or wait until somebody goes on with it, or until the disk has room. */
export class Indexing extends Observable<Reading> {
  readonly #api
  readonly #notices: Notices
  readonly refresh

  constructor(api: ReturnType<typeof indexingApi>, notices: Notices) {
    super({ paused: false })
    this.#api = api
    this.#notices = notices
    this.refresh = refresher(
      async (signal) => this.#take(await api.get(signal)),
      (error) => notices.error(error),
    ).refresh
  }

  /** It was paused or resumed, or has to wait. */
  hint({ paused }: Pick<IndexingState, 'paused'>): void {
    this.#take({ ...this.value, paused })
    void this.refresh()
  }

  #take({ paused, waits }: Reading): void {
    if (paused === this.value.paused && waits === this.value.waits) return
    this.set({ paused, ...(waits !== undefined && { waits }) })
  }

  /** Rests after what is being read, or goes on. */
  async pause(paused: boolean): Promise<void> {
    try {
      this.#take(await this.#api.pause(paused))
    } catch (error) {
      this.#notices.error(error)
    }
  }
}

export const indexingContext = createContext<Indexing>('indexing')
