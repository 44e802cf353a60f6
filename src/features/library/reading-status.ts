import { css, html, LitElement, nothing } from 'lit'
import { customElement } from 'lit/decorators.js'
import { Use } from '../../base/use.ts'
import { icon } from '../../components/icon.ts'
import { documentsContext, isUnread } from '../../state/documents.ts'
import { indexingContext } from '../../state/indexing.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'

/** How many documents are still to be read, and the way to rest or go on. */
@customElement('aios-reading')
export class AiosReading extends LitElement {
  readonly #documents = new Use(this, documentsContext)
  readonly #indexing = new Use(this, indexingContext)

  protected override render() {
    const { paused, waits } = this.#indexing.value
    const left = (this.#documents.value.items ?? []).filter(isUnread).length
    if (left === 0 && !paused) return nothing
    const { reading } = text.library
    if (waits !== undefined && left > 0 && !paused) {
      return html`
        <div class="bar paused small">
          <p role="status" dir="auto"><strong class="figures">${reading.waiting(left)}</strong> ${waits}</p>
        </div>
      `
    }
    return html`
      <div class="bar ${paused ? 'paused' : ''} small">
        <p class="figures" role="status">${paused ? reading.paused(left) : reading.left(left)}</p>
        <button class="button small" type="button" @click=${() => this.#indexing.store.pause(!paused)}>
          ${icon(paused ? 'resume' : 'pause')}${paused ? reading.resume : reading.pause}
        </button>
      </div>
    `
  }

  static override styles = [
    base,
    controls,
    css`
      .bar {
        display: flex;
        gap: var(--size-3);
        align-items: center;
        justify-content: space-between;
        margin-block-end: var(--size-3);
        padding: var(--size-2) var(--size-2) var(--size-2) var(--size-3);
        border-radius: var(--radius-l);
        background: var(--surface-2);
        font-size: var(--text-s);
      }

      .paused {
        background: var(--wait-soft);
      }

      .button {
        flex: none;
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-reading': AiosReading
  }
}
