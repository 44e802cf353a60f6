import { consume } from '@lit/context'
import { css, html, LitElement, nothing } from 'lit'
import { customElement, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import { isOver } from '../../../extensions/backend/src/shared/task-states.ts'
import { Use } from '../../base/use.ts'
import { icon } from '../../components/icon.ts'
import { type Actions, actionsContext } from '../../state/actions.ts'
import { documentsContext, isUnread } from '../../state/documents.ts'
import { indexingContext } from '../../state/indexing.ts'
import { routeContext } from '../../state/route.ts'
import { tasksContext } from '../../state/tasks.ts'
import { threadContext } from '../../state/thread.ts'
import { uploadsContext } from '../../state/uploads.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'
import { view } from '../../styles/view.ts'
import '../../parts/switcher/switcher.ts'
import './empty-thread.ts'
import './composer.ts'
import '../../parts/answer/exchange.ts'

/** The screen on which questions are asked and answered. */
@customElement('aios-ask')
export class AiosAsk extends LitElement {
  @consume({ context: actionsContext }) private actions!: Actions
  @state() private announced = ''
  readonly #thread = new Use(this, threadContext)
  readonly #tasks = new Use(this, tasksContext)
  readonly #documents = new Use(this, documentsContext)
  readonly #indexing = new Use(this, indexingContext)
  readonly #uploads = new Use(this, uploadsContext)
  readonly #route = new Use(this, routeContext)
  #focus = 0
  /** The question that stays at the top while its answer comes, until the reader scrolls. */
  #following: string | undefined
  #last: string | undefined
  #open = new Set<string>()
  /** Until it is known what there is, no composer stands where the first start may have to. */
  #isKnown = false

  protected override render() {
    const { taskIds } = this.#thread.value
    return html`
      <header class="head">
        <h2>${text.ask.title}</h2>
        ${
          taskIds.length > 0
            ? html`<button class="button plain small" type="button" @click=${() => this.actions.newQuestion()}>
                ${icon('plus')}${text.ask.new}
              </button>`
            : nothing
        }
        <aios-switcher></aios-switcher>
      </header>
      <div class="body" @wheel=${this.#scrolled} @touchmove=${this.#scrolled} @keydown=${this.#scrolled}>
        <div class="column">
          ${taskIds.length === 0 ? html`<aios-empty-thread></aios-empty-thread>` : nothing}
          ${repeat(
            taskIds,
            (id) => id,
            (id) => html`<aios-exchange data-task=${id} .taskId=${id}></aios-exchange>`,
          )}
        </div>
      </div>
      ${this.#isKnown ? this.#foot() : nothing}
      <p class="hidden" role="status">${this.announced}</p>
    `
  }

  /** Says aloud, too, what came of a question that was open a moment ago. */
  protected override willUpdate(): void {
    this.#isKnown ||= this.#documents.value.items !== undefined
    for (const id of this.#thread.value.taskIds) {
      const task = this.#tasks.store.find(id)
      if (!task) continue
      if (!isOver(task.status)) this.#open.add(id)
      else if (this.#open.delete(id)) {
        this.announced = task.result ? text.ask.ready(task.result.citations.length) : (task.error ?? text.ask.failed)
      }
    }
  }

  protected override updated(): void {
    const { focus } = this.#route.value
    if (focus !== this.#focus) this.renderRoot.querySelector('aios-composer')?.focus()
    this.#focus = focus
    const last = this.#thread.value.taskIds.at(-1)
    if (last !== this.#last) this.#following = last
    this.#last = last
    if (this.#following) {
      this.renderRoot.querySelector(`[data-task="${this.#following}"]`)?.scrollIntoView({ block: 'start' })
    }
  }

  #scrolled(): void {
    this.#following = undefined
  }

  #foot() {
    return html`
      <div class="foot">
        <div class="column">
          ${this.#progress()}
          <aios-composer></aios-composer>
        </div>
      </div>
    `
  }

  /** What is still on its way into the library, while there is something. */
  #progress() {
    const sending = this.#uploads.value.filter(({ state }) => state !== 'failed').length
    const open = (this.#documents.value.items ?? []).filter(isUnread).length
    const reading = this.#indexing.value.paused ? text.ask.paused : text.ask.indexing
    const parts = [sending > 0 && text.ask.uploading(sending), open > 0 && reading(open)]
    const words = parts.filter((part) => part !== false).join(' · ')
    return html`<p class="progress soft figures" role="status">${words}</p>`
  }

  static override styles = [
    base,
    controls,
    view,
    css`
      .column {
        display: grid;
      }

      aios-exchange {
        padding-block: var(--size-5);
      }

      /* Room for the latest question to stand at the top while its answer comes. */
      aios-exchange:last-child:not(:first-child) {
        min-block-size: 75vh;
      }

      aios-exchange + aios-exchange {
        border-block-start: var(--hairline);
      }

      .foot {
        flex: none;
        padding: 0 var(--size-5) var(--size-4);
      }

      .progress {
        min-block-size: var(--size-5);
        padding-inline: var(--size-2);
        font-size: var(--text-xs);
      }

      @media (max-width: 40rem) {
        .foot {
          padding-inline: var(--size-3);
          padding-block-end: var(--size-2);
        }
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-ask': AiosAsk
  }
}
