import { css, html, LitElement } from 'lit'
import { customElement } from 'lit/decorators.js'
import { Use } from '../base/use.ts'
import { connectionContext } from '../state/app-state.ts'
import { text } from '../strings/index.ts'
import { base } from '../styles/base.ts'

const colours = { connecting: 'wait', connected: 'ok', restarting: 'wait', failed: 'fail' } as const

/** The backend's state: a dot and words. */
@customElement('aios-status')
export class AiosStatus extends LitElement {
  readonly #connection = new Use(this, connectionContext)

  protected override render() {
    const { value } = this.#connection
    const title = value.state === 'connected' ? text.status.version(value.version) : ''
    return html`
      <p role="status" title=${title}>
        <span class="dot ${colours[value.state]}" aria-hidden="true"></span>
        <span class="words">${text.status[value.state]}</span>
      </p>
    `
  }

  static override styles = [
    base,
    css`
      p {
        display: flex;
        gap: var(--size-2);
        align-items: center;
        padding: var(--size-1) var(--size-2);
        color: var(--text-2);
        font-size: var(--text-xs);
        line-height: var(--font-lineheight-1);
      }

      .dot {
        flex: none;
        inline-size: var(--size-2);
        block-size: var(--size-2);
        border-radius: var(--radius-round);
      }

      .ok {
        background: var(--ok-dot);
      }

      .wait {
        background: var(--wait-dot);
      }

      .fail {
        background: var(--fail-dot);
      }

      @media (min-width: 40.01rem) and (max-width: 68.74rem) {
        p {
          flex-direction: column;
          padding-inline: 0;
          text-align: center;
        }
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-status': AiosStatus
  }
}
