import { css, html, LitElement, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { ListedApproval } from '../../api/approvals.ts'
import { Use } from '../../base/use.ts'
import { approvalsContext } from '../../state/approvals.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import './approval-card.ts'
import type { AiosApproval } from './approval-card.ts'

/** Shown at once; the others follow as these are decided. */
const MAX_SHOWN = 20

/**
 * What a task asks its user, or what all tasks do; nothing while nobody asks. Arrows go from one to the next, and a
 * decision leads there, so that several are decided without a mouse.
 */
@customElement('aios-approvals')
export class AiosApprovals extends LitElement {
  /** Of this task only. */
  @property() taskId: string | undefined
  @state() private said = ''
  readonly #approvals = new Use(this, approvalsContext)
  #next: string | undefined

  get #items(): readonly ListedApproval[] {
    const { store } = this.#approvals
    return this.taskId === undefined ? (store.value.items ?? []) : store.ofTask(this.taskId)
  }

  protected override render() {
    const items = this.#items
    return html`
      <p class="hidden" role="status">${this.said}</p>
      ${
        items.length > 0
          ? html`<section aria-label=${text.approvals.title(items.length)} @keydown=${this.#key}>
              <p class="soft line">
                <strong>${text.approvals.title(items.length)}</strong>
                <span class="keys">${text.approvals.keys}</span>
              </p>
              ${repeat(
                items.slice(0, MAX_SHOWN),
                ({ id }) => id,
                (approval) => html`
                  <aios-approval
                    .approval=${approval}
                    ?named=${this.taskId === undefined}
                    @decided=${() => this.#decided(approval)}
                  ></aios-approval>
                `,
              )}
            </section>`
          : nothing
      }
    `
  }

  protected override updated(): void {
    const next = this.#cards().find(({ approval }) => approval.id === this.#next)
    if (next) void next.updateComplete.then(() => next.focus())
    this.#next = undefined
  }

  #cards(): AiosApproval[] {
    return [...this.renderRoot.querySelectorAll('aios-approval')]
  }

  #decided({ id }: ListedApproval): void {
    const items = this.#items
    const at = items.findIndex((approval) => approval.id === id)
    this.#next = (items[at + 1] ?? items[at - 1])?.id
    this.said = text.approvals.decided(items.length - 1)
  }

  #key(event: KeyboardEvent): void {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const [origin] = event.composedPath()
    const isElsewhere = origin instanceof HTMLTextAreaElement || origin instanceof HTMLPreElement
    if (by === undefined || isElsewhere) return
    const cards = this.#cards()
    const next = cards[cards.indexOf(event.target as AiosApproval) + by]
    if (!next) return
    event.preventDefault()
    next.focus()
  }

  static override styles = [
    base,
    css`
      section {
        display: grid;
        gap: var(--size-3);
        margin-block: var(--size-3);
      }

      .line {
        display: flex;
        flex-wrap: wrap;
        gap: 0 var(--size-3);
        font-size: var(--text-s);
      }

      strong {
        color: var(--text-1);
        font-weight: var(--font-weight-6);
      }

      @media (pointer: coarse), (max-width: 40rem) {
        .keys {
          display: none;
        }
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-approvals': AiosApprovals
  }
}
