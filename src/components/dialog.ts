import { css, html, LitElement } from 'lit'
import { customElement, property, query } from 'lit/decorators.js'
import { text } from '../strings/index.ts'
import { base } from '../styles/base.ts'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'

/**
 * A modal window with a heading; its content is slotted. The browser keeps the focus inside and gives it back. Fires
 * `close` when it was closed, however that came about.
 */
@customElement('aios-dialog')
export class AiosDialog extends LitElement {
  @property() heading = ''
  @property({ type: Boolean, reflect: true }) wide = false
  /** A sheet beside the page, from top to bottom. */
  @property({ type: Boolean, reflect: true }) side = false
  @query('dialog') private dialog!: HTMLDialogElement

  protected override firstUpdated(): void {
    this.dialog.showModal()
  }

  close(): void {
    this.dialog.close()
  }

  protected override render() {
    return html`
      <dialog aria-labelledby="heading" @close=${this.#closed} @pointerdown=${this.#pressed}>
        <div class="top">
          <h2 id="heading">${this.heading}</h2>
          <button class="button plain square small" type="button" aria-label=${text.action.close} @click=${this.close}>
            ${icon('close')}
          </button>
        </div>
        <slot></slot>
      </dialog>
    `
  }

  #closed(): void {
    this.dispatchEvent(new Event('close'))
  }

  /** A press on the backdrop hits the dialog itself. */
  #pressed(event: PointerEvent): void {
    if (event.target === this.dialog && event.composedPath()[0] === this.dialog) this.close()
  }

  static override styles = [
    base,
    controls,
    css`
      dialog {
        inline-size: min(28rem, 100vw - var(--size-5));
        max-block-size: min(80vh, 44rem);
        padding: 0;
        overflow: auto;
        border: 0;
        border-radius: var(--radius-l);
        background: var(--surface-float);
        color: var(--text-1);
        box-shadow: var(--shadow-float);
      }

      :host([wide]) dialog {
        inline-size: min(40rem, 100vw - var(--size-5));
      }

      :host([side]) dialog {
        inline-size: min(34rem, 100vw);
        max-inline-size: none;
        block-size: 100dvh;
        max-block-size: none;
        margin: 0 0 0 auto;
        border-radius: 0;
      }

      dialog::backdrop {
        background: var(--scrim);
      }

      .top {
        position: sticky;
        inset-block-start: 0;
        z-index: 1;
        display: flex;
        gap: var(--size-3);
        align-items: center;
        justify-content: space-between;
        padding: var(--size-3) var(--size-3) var(--size-2) var(--size-5);
        background: inherit;
      }

      h2 {
        font-size: var(--text-l);
        font-weight: var(--font-weight-6);
      }

      ::slotted(*) {
        padding: 0 var(--size-5) var(--size-5);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-dialog': AiosDialog
  }
}
