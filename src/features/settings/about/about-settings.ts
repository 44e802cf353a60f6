import { consume } from '@lit/context'
import { css, html, LitElement, nothing } from 'lit'
import { customElement, state } from 'lit/decorators.js'
import { Use } from '../../../base/use.ts'
import { copy } from '../../../components/copy.ts'
import { fact } from '../../../components/fact.ts'
import { icon } from '../../../components/icon.ts'
import { type Backend, backendContext, connectionContext } from '../../../state/app-state.ts'
import { noticesContext } from '../../../state/notices.ts'
import { text } from '../../../strings/index.ts'
import { base } from '../../../styles/base.ts'
import { controls } from '../../../styles/controls.ts'
import { facts } from '../../../styles/view.ts'
import './licences.ts'
import './log-view.ts'

/** Which version this is, what it is made of, and what helps when something is wrong. */
@customElement('aios-settings-about')
export class AiosSettingsAbout extends LitElement {
  @consume({ context: backendContext }) private backend!: Backend
  @state() private opened: ReadonlySet<'log' | 'licences'> = new Set()
  readonly #connection = new Use(this, connectionContext)
  readonly #notices = new Use(this, noticesContext)

  protected override render() {
    const { value } = this.#connection
    const { about } = text
    return html`
      <dl class="facts">
        ${value.state === 'connected' ? fact(text.settings.version, value.version) : nothing}
        ${fact(text.settings.backend, text.status[value.state])} ${fact(text.settings.licence, text.settings.mit)}
      </dl>
      <h4>${about.troubleshooting}</h4>
      <p class="soft">${about.diagnosticsAbout}</p>
      <button class="button small" type="button" @click=${this.#copyDiagnostics}>
        ${icon('copy')}${about.copyDiagnostics}
      </button>
      ${this.#fold('log', about.log, () => html`<aios-log></aios-log>`)}
      ${this.#fold('licences', about.licences, () => html`<aios-licences></aios-licences>`)}
    `
  }

  /** What is inside is fetched when it is opened. */
  #fold(name: 'log' | 'licences', title: string, content: () => unknown) {
    const opened = (event: Event) => {
      if ((event.target as HTMLDetailsElement).open) this.opened = new Set([...this.opened, name])
    }
    return html`
      <details @toggle=${opened}>
        <summary>${title}</summary>
        ${this.opened.has(name) ? content() : nothing}
      </details>
    `
  }

  #copyDiagnostics(): Promise<void> {
    const words = this.backend.diagnostics.report().then((report) => JSON.stringify(report, null, 2))
    return copy(words, this.#notices.store)
  }

  static override styles = [
    base,
    controls,
    facts,
    css`
      h4 {
        margin-block: var(--size-5) var(--size-1);
        font-size: var(--text-m);
        font-weight: var(--font-weight-6);
      }

      .button {
        margin-block: var(--size-3) var(--size-2);
      }

      details {
        margin-block-start: var(--size-3);
      }

      summary {
        inline-size: fit-content;
        border-radius: var(--radius);
        cursor: pointer;
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-settings-about': AiosSettingsAbout
  }
}
