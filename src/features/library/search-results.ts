import { consume } from '@lit/context'
import { Task } from '@lit/task'
import { css, html, LitElement, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { Hit, SearchResult } from '../../api/search.ts'
import { icon } from '../../components/icon.ts'
import { markedText } from '../../components/marked-text.ts'
import { type Backend, backendContext } from '../../state/app-state.ts'
import { documentsContext } from '../../state/documents.ts'
import { evidenceContext, type Target } from '../../state/evidence.ts'
import { hrefTo } from '../../state/route.ts'
import { Use } from '../../state/use.ts'
import { workspacesContext } from '../../state/workspaces.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'

/** Milliseconds of quiet before a query goes out: less than a keystroke's rhythm. */
const rhythm = 60
/** Code units shown before the first found word. */
const lead = 90
/** Documents offered because they are called what was typed. */
const mostNamed = 5

/** What a query finds: passages with the found words marked, and documents of that name. */
@customElement('aios-search-results')
export class AiosSearchResults extends LitElement {
  @property() query = ''
  @consume({ context: backendContext }) private backend!: Backend
  readonly #workspaces = new Use(this, workspacesContext)
  readonly #documents = new Use(this, documentsContext)
  readonly #evidence = new Use(this, evidenceContext)

  readonly #search = new Task(this, {
    args: () => [this.#workspaces.value.currentId, this.query.trim()] as const,
    task: async ([workspaceId, q], { signal }) => {
      if (!workspaceId || q === '') return undefined
      await new Promise((resolve) => setTimeout(resolve, rhythm))
      signal.throwIfAborted()
      return { q, ...(await this.backend.search.search(workspaceId, q, { signal })) }
    },
  })

  /** Moves the focus into the results. */
  override focus(): void {
    this.#stops()[0]?.focus()
  }

  protected override render() {
    const failed = this.#search.error as Error | undefined
    // While the next answer is on its way the last one stays: nothing flickers under the reader's eyes.
    const found = this.#search.value
    return html`
      <div @keydown=${this.#key}>
        ${this.#named()}
        ${failed ? html`<p class="fail" role="alert">${failed.message}</p>` : nothing}
        ${found ? this.#hits(found) : nothing}
      </div>
    `
  }

  #named() {
    const wanted = this.query.trim().toLocaleLowerCase()
    const named = (this.#documents.value.items ?? [])
      .filter(({ name }) => name.toLocaleLowerCase().includes(wanted))
      .slice(0, mostNamed)
    if (named.length === 0) return nothing
    return html`
      <h3>${text.library.named}</h3>
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

  #hits({ q, hits, corrections, took }: SearchResult & { q: string }) {
    if (hits.length === 0) return html`<p class="none soft" role="status">${text.library.noHits(q)}</p>`
    return html`
      <h3>
        ${text.library.found} <span class="soft figures" role="status">${text.library.hits(hits.length, took)}</span>
      </h3>
      ${
        corrections.length > 0
          ? html`<p class="corrected" role="status" dir="auto">
              ${corrections.map(({ word, instead }) => text.library.corrected(word, instead)).join(' ')}
            </p>`
          : nothing
      }
      <ul>
        ${hits.map((hit, index) => this.#hit(hit, hits, index))}
      </ul>
    `
  }

  #hit(hit: Hit, hits: readonly Hit[], index: number) {
    const from = cutBefore(hit)
    const marks = hit.marks.map(([start, end]) => [start - from, end - from] as const)
    return html`
      <li>
        <button class="stop hit" type="button" @click=${() => this.#evidence.store.show(hits.map(placeOf), index)}>
          <span class="place">
            <span class="cut" dir="auto">${hit.documentName}</span>
            <span class="soft figures page">${text.ask.page(hit.page)}</span>
          </span>
          ${hit.heading ? html`<span class="soft cut heading" dir="auto">${hit.heading}</span>` : nothing}
          <span class="snippet" dir="auto">${from > 0 ? '… ' : ''}${markedText(hit.text.slice(from), marks)}</span>
        </button>
      </li>
    `
  }

  #stops(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('.stop')]
  }

  #key(event: KeyboardEvent): void {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (by === undefined) return
    event.preventDefault()
    const stops = this.#stops()
    const to = stops.findIndex((stop) => stop.matches(':focus')) + by
    if (to < 0) this.dispatchEvent(new Event('above'))
    else stops[to]?.focus()
  }

  static override styles = [
    base,
    controls,
    css`
      h3 {
        display: flex;
        gap: var(--size-3);
        justify-content: space-between;
        margin-block: var(--size-4) var(--size-2);
        font-size: var(--text-s);
        font-weight: var(--font-weight-6);
      }

      h3 .soft {
        font-weight: var(--font-weight-4);
      }

      .corrected {
        margin-block-end: var(--size-2);
        padding-inline: var(--size-2);
        font-size: var(--text-s);
      }

      .none {
        margin-block: var(--size-7);
        text-align: center;
      }

      .stop {
        display: grid;
        gap: var(--size-1);
        inline-size: 100%;
        padding: var(--size-3) var(--size-2);
        border: 0;
        border-block-end: var(--hairline);
        background: none;
        color: inherit;
        font: inherit;
        text-align: start;
        text-decoration: none;
        cursor: pointer;
      }

      .stop:hover {
        background: var(--surface-hover);
      }

      .stop:focus-visible {
        outline-offset: calc(-1 * var(--border-size-2));
      }

      .named .stop {
        display: flex;
        gap: var(--size-2);
        padding-block: var(--size-2);
      }

      .place {
        display: flex;
        gap: var(--size-2);
        align-items: baseline;
        font-size: var(--text-s);
        font-weight: var(--font-weight-6);
      }

      .page {
        flex: none;
        font-weight: var(--font-weight-4);
      }

      .heading {
        font-size: var(--text-xs);
      }

      .snippet {
        display: -webkit-box;
        overflow: hidden;
        font-family: var(--font-quote);
        line-height: var(--font-lineheight-3);
        overflow-wrap: anywhere;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 3;
      }

      mark {
        border-radius: var(--radius-1);
        background: var(--mark);
        color: var(--on-mark);
      }
    `,
  ]
}

/** Where a snippet begins, so that the first found word is seen: at a space shortly before it. */
const cutBefore = ({ text, marks }: Hit): number => {
  const first = marks[0]?.[0] ?? 0
  if (first <= lead * 1.5) return 0
  const space = text.indexOf(' ', first - lead)
  return space >= 0 && space < first ? space + 1 : first
}

const placeOf = ({ documentId, documentName, page, start, end }: Hit): Target => ({
  documentId,
  documentName,
  page,
  range: { start, end },
})

declare global {
  interface HTMLElementTagNameMap {
    'aios-search-results': AiosSearchResults
  }
}
