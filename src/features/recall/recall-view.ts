import { consume } from '@lit/context'
import { Task } from '@lit/task'
import { html, LitElement, nothing } from 'lit'
import { customElement, query } from 'lit/decorators.js'
import type { RecallResult } from '../../api/search.ts'
import { Use } from '../../base/use.ts'
import { icon } from '../../components/icon.ts'
import { markStyles } from '../../components/marked-text.ts'
import { searchNotes, searchNotesStyles } from '../../components/search-notes.ts'
import { skeleton, skeletonStyles } from '../../components/skeleton.ts'
import { type Backend, backendContext } from '../../state/app-state.ts'
import { evidenceContext } from '../../state/evidence.ts'
import { hrefTo, routeContext } from '../../state/route.ts'
import { workspacesContext } from '../../state/workspaces.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'
import { view } from '../../styles/view.ts'
import '../../parts/switcher/switcher.ts'
import { placeOf } from '../../parts/hits/document-hits.ts'
import { recallStyles } from './recall-styles.ts'
import { queryTerms } from './recall-terms.ts'
import { handedOver } from './recalled-passages.ts'

/** Milliseconds of quiet before a query goes out. */
const DEBOUNCE_MS = 120

const { recall } = text

/** What a search hands to an agent, passage by passage, with every score that led to it. The query stands in the address. */
@customElement('aios-recall')
export class AiosRecall extends LitElement {
  @consume({ context: backendContext }) private backend!: Backend
  @query('#query') private field!: HTMLInputElement
  readonly #route = new Use(this, routeContext)
  readonly #workspaces = new Use(this, workspacesContext)
  readonly #evidence = new Use(this, evidenceContext)

  readonly #recall = new Task(this, {
    args: () => [this.#workspaces.value.currentId, this.#wanted] as const,
    task: async ([workspaceId, q], { signal }) => {
      if (!workspaceId || q === '') return undefined
      await new Promise((resolve) => setTimeout(resolve, DEBOUNCE_MS))
      signal.throwIfAborted()
      return this.backend.search.recall(workspaceId, q, { signal })
    },
  })

  get #wanted(): string {
    return this.#route.store.param('q').trim()
  }

  protected override firstUpdated(): void {
    this.field.focus()
  }

  protected override render() {
    const q = this.#route.store.param('q')
    const failed = this.#recall.error as Error | undefined
    return html`
      <header class="head">
        <a class="button plain small" href=${hrefTo('library', undefined, { q })}>${icon('left')}${recall.back}</a>
        <h2>${recall.title}</h2>
        <aios-switcher></aios-switcher>
      </header>
      <div class="body" @keydown=${this.#key}>
        <div class="column">
          <p class="soft about">${recall.about}</p>
          <input
            class="field"
            id="query"
            type="search"
            dir="auto"
            autocomplete="off"
            spellcheck="false"
            aria-label=${recall.label}
            placeholder=${recall.hint}
            .value=${q}
            @input=${() => this.#route.store.replaceParams({ q: this.field.value })}
          />
          ${failed ? html`<p class="fail" role="alert">${failed.message}</p>` : nothing}
          ${this.#result(failed)}
        </div>
      </div>
    `
  }

  #result(failed: Error | undefined) {
    const found = this.#recall.value
    if (this.#wanted === '') return html`<p class="empty">${recall.empty}</p>`
    if (found) return this.#recalled(found)
    return failed ? nothing : skeleton(6)
  }

  #recalled(found: RecallResult) {
    const { hits, candidates, took } = found
    const places = hits.map(placeOf)
    return html`
      ${searchNotes(found)}
      ${queryTerms(found)}
      <div class="heading">
        <h3>${recall.results}</h3>
        <p class="soft figures" role="status">
          ${hits.length === 0 ? recall.nothing : recall.summary(hits.length, Math.max(candidates, hits.length), took)}
        </p>
      </div>
      ${handedOver(found, (index) => this.#evidence.store.show(places, index))}
    `
  }

  /** Arrows walk through the passages; Esc goes back to the query. */
  #key(event: KeyboardEvent): void {
    if (event.key === 'Escape' && !this.#evidence.value) {
      this.field.focus()
      return
    }
    const stops = [...this.renderRoot.querySelectorAll<HTMLElement>('.hit')]
    const at = stops.findIndex((stop) => stop.matches(':focus'))
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    if (to < 0) this.field.focus()
    else stops[Math.min(to, stops.length - 1)]?.focus()
  }

  static override styles = [base, controls, view, skeletonStyles, markStyles, searchNotesStyles, recallStyles]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-recall': AiosRecall
  }
}
