import { css, html, LitElement, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'
import { icon } from '../icon.ts'

/** A value of null is stored already and stays as it is. */
type Row = { id: number; name: string; value: string | null }

/** Names with values that are not shown: variables of a program, headers of a request. */
@customElement('aios-secret-rows')
export class AiosSecretRows extends LitElement {
  @property() label = ''
  /** Names of which values are stored. */
  @property({ attribute: false }) held: readonly string[] = []
  @state() private rows: readonly Row[] = []
  #next = 0

  override connectedCallback(): void {
    super.connectedCallback()
    this.rows = this.held.map((name) => this.#row(name, null))
  }

  /** What stands in the rows; rows without a name are left out. Undefined where two have the same name. */
  get secrets(): Record<string, string | null> | undefined {
    const named = this.rows.filter(({ name }) => name.trim() !== '')
    const secrets = Object.fromEntries(named.map(({ name, value }) => [name.trim(), value]))
    return Object.keys(secrets).length === named.length ? secrets : undefined
  }

  protected override render() {
    const { form } = text.mcp
    return html`
      <fieldset>
        <legend>${this.label}</legend>
        ${this.rows.map(
          (row, index) => html`
            <div class="row">
              <input
                class="field"
                autocomplete="off"
                spellcheck="false"
                maxlength="200"
                aria-label=${form.secretName(index + 1)}
                .value=${row.name}
                @input=${(event: Event) => this.#change(row, { name: (event.target as HTMLInputElement).value })}
              />
              <input
                class="field"
                type="password"
                autocomplete="off"
                aria-label=${form.secretValue(row.name || form.secretName(index + 1))}
                placeholder=${row.value === null ? form.kept : nothing}
                .value=${row.value ?? ''}
                @input=${(event: Event) => this.#change(row, { value: (event.target as HTMLInputElement).value })}
              />
              <button
                class="button plain square"
                type="button"
                aria-label=${form.removeSecret(row.name || form.secretName(index + 1))}
                @click=${() => {
                  this.rows = this.rows.filter(({ id }) => id !== row.id)
                }}
              >
                ${icon('close')}
              </button>
            </div>
          `,
        )}
        <div>
          <button class="button small" type="button" @click=${this.#add}>${icon('plus')}${form.addSecret}</button>
        </div>
      </fieldset>
    `
  }

  #row(name: string, value: string | null): Row {
    return { id: this.#next++, name, value }
  }

  #change(row: Row, change: Partial<Row>): void {
    this.rows = this.rows.map((other) => (other.id === row.id ? { ...other, ...change } : other))
  }

  async #add(): Promise<void> {
    this.rows = [...this.rows, this.#row('', '')]
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>('.row:last-of-type input')?.focus()
  }

  static override styles = [
    base,
    controls,
    css`
      fieldset {
        display: grid;
        gap: var(--size-1);
        min-inline-size: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }

      legend {
        padding: 0;
        font-size: var(--text-s);
        font-weight: var(--font-weight-5);
      }

      .row {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) auto;
        gap: var(--size-1);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-secret-rows': AiosSecretRows
  }
}
