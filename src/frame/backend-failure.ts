import { css, html, LitElement, nothing } from 'lit'
import { customElement } from 'lit/decorators.js'
import { Use } from '../base/use.ts'
import { icon } from '../components/icon.ts'
import { connectionContext } from '../state/app-state.ts'
import { text } from '../strings/index.ts'
import { base } from '../styles/base.ts'
import { controls } from '../styles/controls.ts'

/** Why the backend is not there: the cause, the log's tail, and Retry. Nothing while all is well. */
@customElement('aios-failure')
export class AiosFailure extends LitElement {
  readonly #connection = new Use(this, connectionContext)

  protected override render() {
    const { value, store } = this.#connection
    if (value.state !== 'failed') return nothing
    return html`
      <section role="alert" aria-label=${text.status.failed}>
        ${icon('alert')}
        <div class="words">
          <strong>${text.status.failed}</strong>
          <p>${value.cause}</p>
          ${
            value.logTail.length > 0
              ? html`<details>
                  <summary>${text.status.log}</summary>
                  <pre tabindex="0">${value.logTail.join('\n')}</pre>
                </details>`
              : nothing
          }
        </div>
        <button class="button small" type="button" @click=${() => store.retry()}>
          ${icon('retry')}${text.action.retry}
        </button>
      </section>
    `
  }

  static override styles = [
    base,
    controls,
    css`
      section {
        display: flex;
        gap: var(--size-3);
        align-items: start;
        padding: var(--size-3) var(--size-5);
        background: var(--fail-soft);
        font-size: var(--text-s);
      }

      section > .icon {
        color: var(--fail);
      }

      .words {
        flex: 1;
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }

      summary {
        margin-block-start: var(--size-1);
        cursor: pointer;
      }

      pre {
        overflow: auto;
        max-block-size: 12rem;
        margin: var(--size-2) 0 0;
        padding: var(--size-2);
        border: var(--hairline);
        border-radius: var(--radius);
        background: var(--surface-1);
        font-family: var(--font-mono);
        font-size: var(--text-xs);
      }

      @media (max-width: 40rem) {
        section {
          flex-wrap: wrap;
          padding-inline: var(--size-3);
        }

        .words {
          flex-basis: 70%;
        }
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-failure': AiosFailure
  }
}
