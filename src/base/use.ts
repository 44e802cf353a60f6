import { type Context, ContextConsumer } from '@lit/context'
import type { ReactiveController, ReactiveElement } from 'lit'

/** Any `Observable`, whatever it holds. */
type Store = { readonly value: unknown; subscribe(listener: () => void): () => void }

/**
 * A store taken from the context above, whose changes redraw the host:
 *
 *     readonly #tasks = new Use(this, tasksContext)
 *     render() { return html`${this.#tasks.value.items?.length}` }
 */
export class Use<S extends Store> implements ReactiveController {
  readonly #host: ReactiveElement
  readonly #consumer: ContextConsumer<Context<unknown, S>, ReactiveElement>
  #stop: (() => void) | undefined

  constructor(host: ReactiveElement, context: Context<unknown, S>) {
    this.#host = host
    this.#consumer = new ContextConsumer(host, { context })
    host.addController(this)
  }

  get store(): S {
    const { value } = this.#consumer
    if (!value) throw new Error('No store is provided above this element.')
    return value
  }

  get value(): S['value'] {
    return this.store.value
  }

  hostConnected(): void {
    this.#stop = this.store.subscribe(() => this.#host.requestUpdate())
  }

  hostDisconnected(): void {
    this.#stop?.()
  }
}
