import { createContext } from '@lit/context'
import type { IndexingState, indexingApi } from '../api/indexing.ts'
import { Observable } from '../observable.ts'
import type { Notices } from './notices.ts'
import { refresher } from './refresher.ts'

/** Whether documents are being read at the moment, or wait until somebody goes on with it. */
export class Indexing extends Observable<Pick<IndexingState, 'paused'>> {
  readonly #api
  readonly #notices: Notices
  readonly refresh

  constructor(api: ReturnType<typeof indexingApi>, notices: Notices) {
    super({ paused: false })
    this.#api = api
    this.#notices = notices
    this.refresh = refresher(
      async (signal) => this.hint(await api.get(signal)),
      (error) => notices.error(error),
    ).refresh
  }

  hint({ paused }: Pick<IndexingState, 'paused'>): void {
    if (paused !== this.value.paused) this.set({ paused })
  }

  /** Rests after what is being read, or goes on. */
  async pause(paused: boolean): Promise<void> {
    try {
      this.hint(await this.#api.pause(paused))
    } catch (error) {
      this.#notices.error(error)
    }
  }
}

export const indexingContext = createContext<Indexing>('indexing')
