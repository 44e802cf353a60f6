import { css, html, LitElement } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import '../../components/form/model-field.ts'
import { Use } from '../../base/use.ts'
import { fieldStyles } from '../../components/form/form-fields.ts'
import { providersContext } from '../../state/providers.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'

/** Which model an agent asks: of a certain server, or of the first that has one. */
@customElement('aios-model-choice')
export class AiosModelChoice extends LitElement {
  @property() providerId: string | undefined
  @property() modelId: string | undefined
  @state() private isKnown = false
  readonly #providers = new Use(this, providersContext)

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#providers.store.refresh().then(() => {
      this.isKnown = true
    })
  }

  protected override render() {
    const { agentForm } = text
    const providers = this.#providers.value.items ?? []
    const models = providers.find(({ id }) => id === this.providerId)?.models ?? []
    return html`
      <div class="one">
        <label for="provider">${agentForm.provider}</label>
        <select
          class="field"
          id="provider"
          aria-busy=${!this.isKnown}
          @change=${(event: Event) => {
            this.providerId = (event.target as HTMLSelectElement).value || undefined
            this.modelId = undefined
          }}
        >
          <option value="" ?selected=${!this.providerId}>${agentForm.anyProvider}</option>
          ${providers.map(
            ({ id, name }) => html`<option value=${id} ?selected=${id === this.providerId}>${name}</option>`,
          )}
        </select>
      </div>
      <aios-model-field
        .label=${agentForm.modelId}
        .name=${agentForm.modelId}
        .unset=${agentForm.defaultModel}
        .value=${this.modelId}
        .models=${models.filter(({ embeddings }) => !embeddings).map(({ id }) => id)}
        @choose=${({ detail }: CustomEvent<string | null>) => {
          this.modelId = detail ?? undefined
        }}
      ></aios-model-field>
    `
  }

  static override styles = [
    base,
    controls,
    fieldStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 12rem), 1fr));
        gap: var(--size-3);
        align-items: end;
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-model-choice': AiosModelChoice
  }
}
