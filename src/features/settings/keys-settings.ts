import { LitElement } from 'lit'
import { customElement } from 'lit/decorators.js'
import { keysList, keysStyles } from '../../components/keys-list.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'

/** Which keys there are. */
@customElement('aios-settings-keys')
export class AiosSettingsKeys extends LitElement {
  protected override render() {
    return keysList(4)
  }

  static override styles = [base, controls, keysStyles]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-settings-keys': AiosSettingsKeys
  }
}
