import { css, html, LitElement } from 'lit'
import { customElement } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import { Use } from '../base/use.ts'
import { type Notice, noticesContext } from '../state/notices.ts'
import { text } from '../strings/index.ts'
import { base } from '../styles/base.ts'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'

/** Messages that float above the page, read out as they come. */
@customElement('aios-notices')
export class AiosNotices extends LitElement {
  readonly #notices = new Use(this, noticesContext)

  protected override render() {
    return html`
      <section aria-label=${text.frame.notices} aria-live="polite" aria-relevant="additions">
        ${repeat(
          this.#notices.value,
          ({ id }) => id,
          (notice) => this.#notice(notice),
        )}
      </section>
    `
  }

  #notice({ id, kind, message, action }: Notice) {
    return html`
      <div class="notice ${kind}">
        ${kind === 'error' ? icon('alert') : ''}
        <p dir="auto">${message}</p>
        ${action ? html`<button class="button small" type="button" @click=${action.run}>${action.label}</button>` : ''}
        <button
          class="button plain square small"
          type="button"
          aria-label=${text.action.close}
          @click=${() => this.#notices.store.close(id)}
        >
          ${icon('close')}
        </button>
      </div>
    `
  }

  static override styles = [
    base,
    controls,
    css`
      :host {
        position: fixed;
        inset: auto var(--size-3) var(--size-3) auto;
        z-index: 30;
        max-inline-size: calc(100vw - 2 * var(--size-3));
        pointer-events: none;
      }

      section {
        display: grid;
        gap: var(--size-2);
        justify-items: end;
      }

      .notice {
        display: flex;
        gap: var(--size-2);
        align-items: center;
        max-inline-size: 34rem;
        padding: var(--size-2) var(--size-2) var(--size-2) var(--size-3);
        border-radius: var(--radius-l);
        background: var(--surface-float);
        box-shadow: var(--shadow-float);
        font-size: var(--text-s);
        pointer-events: auto;
      }

      .notice p {
        flex: 1;
        overflow-wrap: anywhere;
      }

      /* Where it is narrow the foot of the page is in use. */
      @media (max-width: 40rem) {
        :host {
          inset: var(--size-8) var(--size-3) auto;
        }

        section {
          justify-items: stretch;
        }
      }

      .error > .icon {
        color: var(--fail);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-notices': AiosNotices
  }
}
