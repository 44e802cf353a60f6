import { css, html, LitElement, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { ModelChange, Provider, ProviderModel } from '../../../api/providers.ts'
import { Use } from '../../../base/use.ts'
import { providersContext } from '../../../state/providers.ts'
import { text } from '../../../strings/index.ts'
import { base } from '../../../styles/base.ts'
import { controls } from '../../../styles/controls.ts'
import { changeOf, type FactsInput } from './model-facts-form.ts'

/** Rows that are shown; some services list hundreds of models. */
const MAX_SHOWN = 30

/** What models cost and hold, where the server does not say, or to say otherwise: kept as each row is left. */
@customElement('aios-model-facts')
export class AiosModelFacts extends LitElement {
  @property({ attribute: false }) provider!: Provider
  @state() private query = ''
  @state() private problems: ReadonlyMap<string, string> = new Map()
  readonly #providers = new Use(this, providersContext)

  protected override render() {
    const { models } = this.provider
    const wanted = this.query.trim().toLowerCase()
    const found = this.#usedFirst(models).filter(({ id }) => id.toLowerCase().includes(wanted))
    const { columns } = text.models
    return html`
      <p class="soft">${text.models.factsAbout}</p>
      ${
        models.length > MAX_SHOWN
          ? html`<input
              class="field"
              type="search"
              aria-label=${text.models.filter}
              placeholder=${text.models.filter}
              .value=${this.query}
              @input=${(event: Event) => {
                this.query = (event.target as HTMLInputElement).value
              }}
            />`
          : nothing
      }
      <div class="head" aria-hidden="true">
        <span>${columns.model}</span><span>${columns.context}</span><span>${columns.input}</span><span>${columns.output}</span>
      </div>
      <ul>
        ${repeat(
          found.slice(0, MAX_SHOWN),
          ({ id }) => id,
          (model) => this.#row(model),
        )}
      </ul>
      ${found.length === 0 ? html`<p class="soft">${text.models.factsNone}</p>` : nothing}
      ${found.length > MAX_SHOWN ? html`<p class="soft">${text.models.factsMore(found.length - MAX_SHOWN)}</p>` : nothing}
    `
  }

  #usedFirst(models: readonly ProviderModel[]): ProviderModel[] {
    const { defaultModel, embeddingModel } = this.provider
    const rank = ({ id }: ProviderModel) => (id === defaultModel ? 0 : id === embeddingModel ? 1 : 2)
    return models.toSorted((a, b) => rank(a) - rank(b))
  }

  #row(model: ProviderModel) {
    const { id, contextLength, price } = model
    const problem = this.problems.get(id)
    const number = (column: keyof FactsInput, value: number | undefined) => html`
      <input
        class="field"
        name=${column}
        inputmode="decimal"
        autocomplete="off"
        aria-label=${text.models.cell(text.models.columns[column], id)}
        aria-describedby=${problem ? `problem-${id}` : nothing}
        placeholder=${text.models.columns[column]}
        .value=${value === undefined ? '' : String(value)}
      />
    `
    return html`
      <li @focusout=${(event: FocusEvent) => this.#left(event, model)}>
        <span class="id">${id}</span>
        ${number('context', contextLength)} ${number('input', price?.input)} ${number('output', price?.output)}
        ${problem ? html`<p class="fail" role="alert" id=${`problem-${id}`}>${problem}</p>` : nothing}
      </li>
    `
  }

  /** Both prices belong together, so a row is kept when it is left, not field by field. */
  #left({ currentTarget, relatedTarget }: FocusEvent, model: ProviderModel): void {
    const row = currentTarget as HTMLElement
    if (relatedTarget instanceof Node && row.contains(relatedTarget)) return
    const typedIn = (name: keyof FactsInput) =>
      row.querySelector<HTMLInputElement>(`[name=${name}]`)?.value.trim() ?? ''
    const entered = { context: typedIn('context'), input: typedIn('input'), output: typedIn('output') }
    const change = changeOf(entered, model)
    this.#complain(model.id, typeof change === 'string' ? change : undefined)
    if (typeof change === 'object') void this.#keep(change)
  }

  async #keep(change: ModelChange): Promise<void> {
    try {
      await this.#providers.store.change(this.provider.id, { models: [change] })
    } catch (error) {
      this.#complain(change.id, (error as Error).message)
    }
  }

  #complain(id: string, problem: string | undefined): void {
    const others = [...this.problems].filter(([other]) => other !== id)
    this.problems = new Map(problem === undefined ? others : [...others, [id, problem]])
  }

  static override styles = [
    base,
    controls,
    css`
      :host {
        margin-block: var(--size-2);
        font-size: var(--text-s);
      }

      .field {
        min-inline-size: 0;
        min-block-size: var(--control-s);
      }

      p,
      [type='search'] {
        margin-block-end: var(--size-2);
      }

      .head,
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 6rem 5rem 5rem;
        gap: var(--size-1) var(--size-2);
        align-items: center;
        padding-block: var(--size-1);
      }

      .head {
        color: var(--text-2);
        font-size: var(--text-xs);
      }

      .id {
        overflow-wrap: anywhere;
      }

      li .fail {
        grid-column: 1 / -1;
      }

      @media (max-width: 40rem) {
        .head {
          display: none;
        }

        li {
          grid-template-columns: repeat(3, minmax(0, 1fr));
        }

        .id {
          grid-column: 1 / -1;
        }
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-model-facts': AiosModelFacts
  }
}
