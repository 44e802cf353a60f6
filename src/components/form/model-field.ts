import { css, html, LitElement, nothing, type PropertyValues } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'

/** What the last entry of the list stands for; no model is called so. */
const typed = '\n'

/** A model, picked from a list or typed. Fires `choose` with its id, or with null for none. */
@customElement('aios-model-field')
export class AiosModelField extends LitElement {
  /** Named for the eye. */
  @property() label = ''
  /** Named for screen readers, which hear one of several. */
  @property() name = ''
  @property() value: string | undefined
  /** What it says where none is chosen. */
  @property() unset = text.models.modelUnset
  @property({ attribute: false }) models: readonly string[] = []
  @state() private isTyping = false
  @query('input') private field?: HTMLInputElement

  protected override render() {
    const { value, models } = this
    const isListed = value === undefined || models.includes(value)
    return html`
      <label for="model">${this.label}</label>
      <select class="field" id="model" aria-label=${this.name} @change=${this.#picked}>
        <option value="" ?selected=${value === undefined}>${this.unset}</option>
        ${isListed ? nothing : html`<option value=${value} selected>${value}</option>`}
        ${models.map((id) => html`<option value=${id} ?selected=${id === value}>${id}</option>`)}
        <option value=${typed} ?selected=${this.isTyping}>${text.models.modelTyped}</option>
      </select>
      ${
        this.isTyping
          ? html`<form @submit=${this.#entered}>
              <input
                class="field"
                name="model"
                required
                maxlength="500"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-label=${text.models.modelName}
                placeholder=${text.models.modelName}
              />
              <button class="button" type="submit">${text.models.use}</button>
            </form>`
          : nothing
      }
    `
  }

  /** The browser keeps what was picked, though the backend may have refused it. */
  protected override updated(changed: PropertyValues): void {
    const select = this.renderRoot.querySelector('select')
    if (select) select.value = this.isTyping ? typed : (this.value ?? '')
    if (changed.has('isTyping')) this.field?.focus()
  }

  #picked({ target }: Event): void {
    const { value } = target as HTMLSelectElement
    this.isTyping = value === typed
    if (!this.isTyping) this.#choose(value)
  }

  #entered(event: SubmitEvent): void {
    event.preventDefault()
    const value = this.field?.value.trim() ?? ''
    if (value === '') return
    this.isTyping = false
    this.#choose(value)
  }

  #choose(value: string): void {
    this.dispatchEvent(new CustomEvent('choose', { detail: value === '' ? null : value }))
    this.requestUpdate()
  }

  static override styles = [
    base,
    controls,
    css`
      label {
        display: block;
        color: var(--text-2);
        font-size: var(--text-xs);
      }

      form {
        display: flex;
        gap: var(--size-2);
        margin-block-start: var(--size-2);
      }

      select {
        text-overflow: ellipsis;
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-model-field': AiosModelField
  }
}
