import { createContext } from '@lit/context'
import type { EmbeddingsChange, EmbeddingsState, embeddingsApi } from '../api/search.ts'
import { Observable } from '../base/observable.ts'
import { refresher } from '../base/refresher.ts'
import type { Notices } from './notices.ts'

type State = { state?: EmbeddingsState; error?: string }

/** Whether passages are found by meaning, too, and how far their vectors are. */
export class Embeddings extends Observable<State> {
  readonly #api
  readonly #notices: Notices
  readonly refresh
  #isShown = false

  constructor(api: ReturnType<typeof embeddingsApi>, notices: Notices) {
    super({})
    this.#api = api
    this.#notices = notices
    this.refresh = refresher(
      async (signal) => this.set({ state: await api.get(signal) }),
      ({ message }) => this.patch({ error: message }),
    ).refresh
  }

  /** Keeps in step as long as somebody looks. */
  show(isShown: boolean): void {
    this.#isShown = isShown
    if (isShown) void this.refresh()
  }

  hint(): void {
    if (this.#isShown) void this.refresh()
  }

  /** Chooses a model, rests, goes on, or tries again. */
  async change(change: EmbeddingsChange): Promise<void> {
    try {
      this.set({ state: await this.#api.change(change) })
    } catch (error) {
      this.#notices.error(error)
    }
  }
}

export const embeddingsContext = createContext<Embeddings>('embeddings')
