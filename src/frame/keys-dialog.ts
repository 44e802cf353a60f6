import { html, LitElement } from 'lit'
import { customElement } from 'lit/decorators.js'
import '../components/dialog.ts'
import { keysList, keysStyles } from '../components/keys-list.ts'
import { text } from '../strings/index.ts'
import { base } from '../styles/base.ts'
import { controls } from '../styles/controls.ts'

/** The list of keys, as `?` shows it; fires `close`. */
@customElement('aios-keys')
export class AiosKeys extends LitElement {
  protected override render() {
    return html`
      <aios-dialog .heading=${text.keys.title} @close=${() => this.dispatchEvent(new Event('close'))}>
        <div>${keysList()}</div>
      </aios-dialog>
    `
  }

  static override styles = [base, controls, keysStyles]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-keys': AiosKeys
  }
}
