import { html, LitElement, nothing } from 'lit'
import { customElement } from 'lit/decorators.js'
import { connectionContext } from '../../state/app-state.ts'
import { Use } from '../../state/use.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { facts } from '../../styles/view.ts'
import { fact } from './fact.ts'

/** Which version this is. */
@customElement('aios-settings-about')
export class AiosSettingsAbout extends LitElement {
  readonly #connection = new Use(this, connectionContext)

  protected override render() {
    const { value } = this.#connection
    return html`
      <dl class="facts">
        ${value.state === 'connected' ? fact(text.settings.version, value.version) : nothing}
        ${fact(text.settings.backend, text.status[value.state])} ${fact(text.settings.licence, text.settings.mit)}
      </dl>
    `
  }

  static override styles = [base, facts]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-settings-about': AiosSettingsAbout
  }
}
