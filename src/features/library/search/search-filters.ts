import { css, html, LitElement, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { Facet, Facets } from '../../../api/search.ts'
import { icon } from '../../../components/icon.ts'
import { filtersIn, hasFilter, toggled } from '../../../parts/hits/query-filters.ts'
import { text } from '../../../strings/index.ts'
import { base } from '../../../styles/base.ts'
import { controls } from '../../../styles/controls.ts'

/** Values of one kind that are shown. */
const MAX_SHOWN = 8

type Kind = 'types' | 'folders' | 'dates' | 'names'

/**
 * What a search can be narrowed by, as boxes to tick. Each box stands for a filter in the query and writes it there: fires
 * `query` with the query that is meant.
 */
@customElement('aios-search-filters')
export class AiosSearchFilters extends LitElement {
  @property({ attribute: false }) facets: Facets | undefined
  @property() query = ''

  protected override render() {
    const { facets } = this
    if (!facets) return nothing
    return html`
      <section aria-label=${text.search.filters.title}>
        ${this.#typed(facets)} ${this.#kind('types', facets.types)} ${this.#kind('folders', facets.folders)}
        ${this.#ages(facets)} ${this.#kind('names', facets.names)}
      </section>
    `
  }

  /** Filters of the query that no box stands for. */
  #typed(facets: Facets) {
    const offered = (['types', 'folders', 'dates', 'names'] as const).flatMap((kind) =>
      this.#offered(kind, facets[kind]),
    )
    const isOffered = (filter: string) =>
      [...offered.map((facet) => facet.filter), ...Object.keys(text.search.filters.ages)].some((each) =>
        hasFilter(filter, each),
      )
    const others = filtersIn(this.query).filter(({ text }) => !isOffered(text))
    if (others.length === 0) return nothing
    return html`
      <fieldset>
        <legend>${text.search.filters.typed}</legend>
        ${others.map(
          (filter) => html`
            <button
              class="button plain small typed"
              type="button"
              aria-label=${text.search.filters.remove(filter.text)}
              @click=${() => this.#toggle(filter.text)}
            >
              ${icon('close')}<span class="cut" dir="auto">${filter.text}</span>
            </button>
          `,
        )}
      </fieldset>
    `
  }

  #kind(kind: Kind, facets: readonly Facet[]) {
    const offered = this.#offered(kind, facets)
    if (offered.length === 0) return nothing
    const counted = kind === 'names' ? 'passages' : 'documents'
    return html`
      <fieldset>
        <legend>${text.search.filters[kind]}</legend>
        ${offered.map((facet) =>
          this.#box(facet.filter, labelOf(kind, facet), facet[counted], text.search.filters[counted](facet[counted])),
        )}
      </fieldset>
    `
  }

  /** How long ago, and the months or years there are. */
  #ages({ dates }: Facets) {
    const ages = Object.entries(text.search.filters.ages)
    const offered = this.#offered('dates', dates)
    return html`
      <fieldset>
        <legend>${text.search.filters.dates}</legend>
        ${ages.map(([filter, label]) => this.#box(filter, label))}
        ${offered.map((facet) =>
          this.#box(
            facet.filter,
            labelOf('dates', facet),
            facet.documents,
            text.search.filters.documents(facet.documents),
          ),
        )}
      </fieldset>
    `
  }

  #box(filter: string, label: string, count?: number, counted?: string) {
    return html`
      <label title=${label}>
        <input type="checkbox" .checked=${hasFilter(this.query, filter)} @change=${() => this.#toggle(filter)} />
        <span class="cut" dir="auto">${label}</span>
        ${
          count === undefined
            ? nothing
            : html`<span class="count soft figures" aria-hidden="true">${text.format.number(count)}</span>
                <span class="hidden">${counted}</span>`
        }
      </label>
    `
  }

  /** One value alone narrows nothing. */
  #offered(kind: Kind, facets: readonly Facet[]): Facet[] {
    const isOn = ({ filter }: Facet) => hasFilter(this.query, filter)
    const chosen = facets.filter((facet, at) => at < MAX_SHOWN || isOn(facet))
    return facets.length > 1 || facets.some(isOn) || kind === 'folders' ? chosen : []
  }

  #toggle(filter: string): void {
    const detail = toggled(this.query, filter)
    this.dispatchEvent(new CustomEvent('query', { detail, bubbles: true, composed: true }))
  }

  static override styles = [
    base,
    controls,
    css`
      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--size-4);
      }

      fieldset {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--size-1);
        min-inline-size: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }

      legend {
        margin-block-end: var(--size-1);
        padding: 0;
        font-size: var(--text-xs);
        font-weight: var(--font-weight-6);
        color: var(--text-2);
      }

      label {
        display: flex;
        gap: var(--size-2);
        align-items: center;
        min-block-size: var(--size-5);
        font-size: var(--text-s);
        cursor: pointer;
      }

      label:hover {
        background: var(--surface-hover);
      }

      input {
        flex: none;
        inline-size: var(--size-3);
        block-size: var(--size-3);
        margin: 0;
        accent-color: var(--accent);
      }

      .count {
        margin-inline-start: auto;
        font-size: var(--text-xs);
      }

      .typed {
        justify-content: start;
        min-inline-size: 0;
        padding-inline: 0;
      }
    `,
  ]
}

const labelOf = (kind: Kind, { label }: Facet): string => {
  if (kind === 'types') return text.format.mediaType(label)
  return kind === 'dates' ? text.format.month(label) : label
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-search-filters': AiosSearchFilters
  }
}
