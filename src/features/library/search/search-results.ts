import { consume } from '@lit/context'
import { Task } from '@lit/task'
import { html, LitElement, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { Hit, SearchResult, SimilarResult } from '../../../api/search.ts'
import { Use } from '../../../base/use.ts'
import { icon } from '../../../components/icon.ts'
import { markStyles } from '../../../components/marked-text.ts'
import { searchNotes, searchNotesStyles } from '../../../components/search-notes.ts'
import { skeleton, skeletonStyles } from '../../../components/skeleton.ts'
import { documentHits, placeOf } from '../../../parts/hits/document-hits.ts'
import { groupsOf } from '../../../parts/hits/hit-groups.ts'
import { filtersIn, toggled, wordsOf } from '../../../parts/hits/query-filters.ts'
import { type Backend, backendContext } from '../../../state/app-state.ts'
import { documentsContext } from '../../../state/documents.ts'
import { evidenceContext } from '../../../state/evidence.ts'
import { hrefTo } from '../../../state/route.ts'
import { workspacesContext } from '../../../state/workspaces.ts'
import { text } from '../../../strings/index.ts'
import { base } from '../../../styles/base.ts'
import { controls } from '../../../styles/controls.ts'
import { view } from '../../../styles/view.ts'
import { resultStyles } from './search-result-styles.ts'
import './search-filters.ts'

/** Milliseconds of quiet before a query goes out: less than a keystroke's rhythm. */
const DEBOUNCE_MS = 60
/** Documents offered because they are called what was typed. */
const MAX_NAMED = 5

type Found = { q: string; workspaceId: string | undefined } & ({ result: SearchResult } | { similar: SimilarResult })

/**
 * What a query finds, by document, with filters beside it; or what is `like` a passage (`p.<id>`) or a document (`d.<id>`).
 * Fires `query` with another query, and `above` when the arrows or Esc leave it at its top.
 */
@customElement('aios-search-results')
export class AiosSearchResults extends LitElement {
  @property() query = ''
  @property() like = ''
  @consume({ context: backendContext }) private backend!: Backend
  /** Documents of which all hits are shown. */
  @state() private whole: ReadonlySet<string> = new Set()
  @state() private isFiltering = false
  readonly #workspaces = new Use(this, workspacesContext)
  readonly #documents = new Use(this, documentsContext)
  readonly #evidence = new Use(this, evidenceContext)

  readonly #search = new Task(this, {
    args: () => [this.#workspaces.value.currentId, this.query.trim(), this.like] as const,
    task: async ([workspaceId, q, like], { signal }): Promise<Found | undefined> => {
      if (like) return { q, workspaceId, similar: await this.#similar(like, signal) }
      if (!workspaceId || q === '') return undefined
      await new Promise((resolve) => setTimeout(resolve, DEBOUNCE_MS))
      signal.throwIfAborted()
      return { q, workspaceId, result: await this.backend.search.search(workspaceId, q, { signal }) }
    },
  })

  /** Moves the focus into the results. */
  override focus(): void {
    this.#stops()[0]?.focus()
  }

  protected override render() {
    // While the next answer is on its way the last one stays: nothing flickers under the reader's eyes.
    const last = this.#search.value
    const found = last?.workspaceId === this.#workspaces.value.currentId ? last : undefined
    const failed = this.#search.error as Error | undefined
    return html`
      <div class="body" @keydown=${this.#key}>
        <slot></slot>
        ${this.like || !found || !('result' in found) ? nothing : this.#side(found.result)}
        <div class="results">
          ${this.like ? this.#back() : this.#named()}
          ${failed ? html`<p class="fail" role="alert">${failed.message}</p>` : nothing}
          ${found ? this.#found(found) : failed ? nothing : skeleton(6)}
        </div>
      </div>
    `
  }

  #similar(like: string, signal: AbortSignal): Promise<SimilarResult> {
    const { search } = this.backend
    const id = like.slice(2)
    return like.startsWith('d.') ? search.similarToDocument(id, { signal }) : search.similarToPassage(id, { signal })
  }

  #side({ facets }: SearchResult) {
    const active = filtersIn(this.query).length
    return html`
      <button
        class="button small filter"
        type="button"
        aria-expanded=${this.isFiltering}
        aria-controls="filters"
        @click=${() => {
          this.isFiltering = !this.isFiltering
        }}
      >
        ${icon('filter')}${text.search.filters.count(active)}
      </button>
      <aios-search-filters
        id="filters"
        class=${this.isFiltering ? 'open' : ''}
        .facets=${facets}
        .query=${this.query}
      ></aios-search-filters>
    `
  }

  #back() {
    return html`
      <p>
        <a class="button plain small" href=${hrefTo('library', undefined, { q: this.query })}>
          ${icon('left')}${text.search.back(this.query)}
        </a>
      </p>
    `
  }

  #named() {
    const wanted = wordsOf(this.query).trim().toLocaleLowerCase()
    const named = (this.#documents.value.items ?? [])
      .filter(({ name }) => wanted !== '' && name.toLocaleLowerCase().includes(wanted))
      .slice(0, MAX_NAMED)
    if (named.length === 0) return nothing
    return html`
      <h3>${text.search.matchingNames}</h3>
      <ul class="named">
        ${named.map(
          ({ id, name, folder }) => html`
            <li>
              <a class="stop" href=${hrefTo('library', id)}>
                <span class="small soft">${icon('fileText')}</span>
                <span class="cut" dir="auto">${name}</span>
                ${folder ? html`<span class="soft cut" dir="auto">${folder}</span>` : nothing}
              </a>
            </li>
          `,
        )}
      </ul>
    `
  }

  #found(found: Found) {
    if ('similar' in found) return this.#similarFound(found.similar)
    const { hits, facets, filters, meaning, took } = found.result
    const isListing = filters.length > 0 && hits.every(({ marks }) => marks.length === 0)
    return html`
      ${searchNotes(found.result)}
      <div class="heading">
        <h3>${isListing ? text.search.firstPassages : text.search.passages}</h3>
        <p class="soft figures" role="status">
          ${
            hits.length === 0
              ? text.search.none(found.q)
              : text.search.summary(
                  hits.length,
                  Math.max(facets?.passages ?? 0, hits.length),
                  facets?.documents ?? groupsOf(hits).length,
                  facets?.isPartial ?? false,
                  took,
                )
          }
        </p>
        <a class="recall" href=${hrefTo('library', 'recall', { q: found.q })}>${text.search.recall}</a>
      </div>
      ${this.#groups(hits, { showsFound: meaning === 'used' })}
    `
  }

  #similarFound({ of, hits, terms, took }: SimilarResult) {
    const about =
      of.page === undefined
        ? text.search.likeDocument(of.documentName)
        : text.search.likePassage(of.documentName, of.page)
    return html`
      <div class="heading">
        <h3 dir="auto">${about}</h3>
        <p class="soft figures" role="status">
          ${hits.length === 0 ? text.search.noneSimilar : text.search.similarCount(hits.length, took)}
        </p>
      </div>
      ${of.text ? html`<blockquote class="snippet" dir="auto">${of.text}</blockquote>` : nothing}
      ${terms.length > 0 ? html`<p class="terms soft" dir="auto">${text.search.likeTerms(terms.join(', '))}</p>` : nothing}
      ${this.#groups(hits, {})}
    `
  }

  #groups(hits: readonly Hit[], options: { showsFound?: boolean }) {
    const groups = groupsOf(hits)
    const places = groups.flatMap((group) => group.hits.map(placeOf))
    const isShared = (name: string) =>
      (this.#documents.value.items ?? []).filter((document) => document.name === name).length > 1
    const order = new Map(groups.flatMap((group) => group.hits).map((hit, index) => [hit, index]))
    return html`
      <ul class="groups">
        ${groups.map((group) =>
          documentHits(group, {
            ...options,
            query: this.query,
            isWhole: this.whole.has(group.documentId),
            isShared: isShared(group.documentName),
            onWhole: () => {
              this.whole = new Set([...this.whole, group.documentId])
            },
            onOpen: (hit) => this.#evidence.store.show(places, order.get(hit) ?? 0),
            onOnly: (filter) => this.dispatchEvent(new CustomEvent('query', { detail: toggled(this.query, filter) })),
          }),
        )}
      </ul>
    `
  }

  #stops(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('.stop')]
  }

  /** Arrows walk through documents and passages; Esc goes back to what was typed. */
  #key(event: KeyboardEvent): void {
    if (event.key === 'Escape' && !this.#evidence.value) {
      event.preventDefault()
      this.dispatchEvent(new Event('above'))
      return
    }
    if ((event.target as Element).closest('aios-search-filters')) return
    const stops = this.#stops()
    const at = stops.findIndex((stop) => stop.matches(':focus'))
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: stops.length - 1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    if (to < 0) this.dispatchEvent(new Event('above'))
    else stops[Math.min(to, stops.length - 1)]?.focus()
  }

  static override styles = [base, controls, view, skeletonStyles, markStyles, searchNotesStyles, resultStyles]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-search-results': AiosSearchResults
  }
}
