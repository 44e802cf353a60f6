import { consume } from '@lit/context'
import { css, html, LitElement, nothing } from 'lit'
import { customElement, state } from 'lit/decorators.js'
import type { Queue, QueueChange } from '../../api/tasks.ts'
import { icon } from '../../components/icon.ts'
import '../../components/menu.ts'
import { Use } from '../../base/use.ts'
import { type Backend, backendContext } from '../../state/app-state.ts'
import { noticesContext } from '../../state/notices.ts'
import { tasksContext } from '../../state/tasks.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'

const limits = [1, 2, 4, 8] as const

/** The queue as a whole: paused and resumed, and how many tasks work at once. */
@customElement('aios-queue')
export class AiosQueue extends LitElement {
  @consume({ context: backendContext }) private backend!: Backend
  @state() private queue: Queue | undefined
  readonly #tasks = new Use(this, tasksContext)
  readonly #notices = new Use(this, noticesContext)
  #stop: (() => void) | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#fetch()
    this.#stop = this.#tasks.store.onQueue(() => void this.#fetch())
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop?.()
  }

  protected override render() {
    const { queue } = this
    if (!queue) return nothing
    const queued = (this.#tasks.value.all ?? []).filter(({ status }) => status === 'queued').length
    return html`
      ${this.#status(queue, queued)}
      <button class="button small" type="button" @click=${() => this.#change({ paused: !queue.paused })}>
        ${icon(queue.paused ? 'resume' : 'pause')}${queue.paused ? text.queue.resume : text.queue.pause}
      </button>
      <aios-menu
        .label=${text.queue.atOnce(queue.tasksAtOnce)}
        .description=${text.queue.limits(queue.tasksAtOnce)}
        .items=${[
          ...limits.map((n) => ({
            label: text.queue.atOnce(n),
            isCurrent: n === queue.tasksAtOnce,
            run: () => void this.#change({ tasksAtOnce: n }),
          })),
          'line' as const,
          ...limits.map((n) => ({
            label: text.queue.perProvider(n),
            isCurrent: n === queue.tasksPerProvider,
            run: () => void this.#change({ tasksPerProvider: n }),
          })),
        ]}
      ></aios-menu>
    `
  }

  #status({ paused, waits }: Queue, queued: number) {
    if (paused) return html`<span class="paused" role="status">${text.queue.paused(queued)}</span>`
    if (waits === undefined || queued === 0) return nothing
    return html`<span class="paused" role="status" title=${waits}>${text.queue.waiting(queued)}</span>`
  }

  async #fetch(): Promise<void> {
    try {
      this.queue = await this.backend.tasks.queue()
    } catch {
      this.queue = undefined // the connection's state tells why, and the next event or visit asks again
    }
  }

  async #change(change: QueueChange): Promise<void> {
    try {
      this.queue = await this.backend.tasks.changeQueue(change)
    } catch (error) {
      this.#notices.store.error(error)
    }
  }

  static override styles = [
    base,
    controls,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: var(--size-2);
        align-items: center;
      }

      .paused {
        font-size: var(--text-s);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-queue': AiosQueue
  }
}
