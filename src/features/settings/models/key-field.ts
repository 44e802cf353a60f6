import { css, html, LitElement, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import type { Preset } from '../../../api/providers.ts'
import { formStyles } from '../../../components/form/form-styles.ts'
import { text } from '../../../strings/index.ts'
import { base } from '../../../styles/base.ts'
import { controls } from '../../../styles/controls.ts'

/** A key to enter. One that is kept is never shown again: it can be replaced or removed. */
@customElement('aios-key-field')
export class AiosKeyField extends LitElement {
  @property({ attribute: false }) preset: Preset | undefined
  @property({ attribute: false }) isHeld = false
  @state() private change: 'keep' | 'replace' | 'remove' = 'keep'
  @query('input') private field?: HTMLInputElement

  /** What to send: a new key, null to remove it, undefined to leave it as it is. */
  get key(): string | null | undefined {
    if (this.isHeld && this.change === 'remove') return null
    return this.field?.value.trim() || undefined
  }

  protected override render() {
    if (this.isHeld && this.change !== 'replace') return this.#held()
    const { key = 'optional', keyUrl } = this.preset ?? {}
    if (key === 'none') return nothing
    return this.#entry(key === 'required', keyUrl)
  }

  #entry(isRequired: boolean, keyUrl: string | undefined) {
    const { form } = text.models
    return html`
      <label for="key">${isRequired ? form.key : form.keyOptional}</label>
      <input
        class="field"
        id="key"
        type="password"
        maxlength="4096"
        autocomplete="off"
        spellcheck="false"
        aria-describedby="key-about"
        aria-required=${isRequired}
      />
      <p class="soft" id="key-about">${keyUrl ? form.keyAt(keyUrl) : nothing}</p>
    `
  }

  #held() {
    const { form } = text.models
    const isRemoving = this.change === 'remove'
    return html`
      <p class="label">${form.key}</p>
      <p class="soft" role="status">${isRemoving ? form.keyWillBeRemoved : form.keySaved}</p>
      <div class="ways">
        <button class="button small" type="button" @click=${() => this.#change('replace')}>${form.keyReplace}</button>
        <button class="button small" type="button" @click=${() => this.#change(isRemoving ? 'keep' : 'remove')}>
          ${isRemoving ? form.keyKeep : form.keyRemove}
        </button>
      </div>
    `
  }

  async #change(change: 'keep' | 'replace' | 'remove'): Promise<void> {
    this.change = change
    await this.updateComplete
    if (change === 'replace') this.field?.focus()
  }

  static override styles = [
    base,
    controls,
    formStyles,
    css`
      :host {
        display: grid;
        gap: var(--size-2);
      }

      .label {
        font-size: var(--text-s);
        font-weight: var(--font-weight-5);
      }

      .soft {
        font-size: var(--text-xs);
        overflow-wrap: anywhere;
      }

      .soft:empty {
        display: none;
      }

      .ways {
        display: flex;
        flex-wrap: wrap;
        gap: var(--size-2);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-key-field': AiosKeyField
  }
}
