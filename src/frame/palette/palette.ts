import { css, html, LitElement, nothing } from 'lit'
import { customElement, query, state } from 'lit/decorators.js'
import { Use } from '../../base/use.ts'
import { icon } from '../../components/icon.ts'
import { actionsContext } from '../../state/actions.ts'
import { agentsContext } from '../../state/agents.ts'
import { documentsContext } from '../../state/documents.ts'
import { indexingContext } from '../../state/indexing.ts'
import { preferencesContext } from '../../state/preferences.ts'
import { routeContext } from '../../state/route.ts'
import { tasksContext } from '../../state/tasks.ts'
import { workspacesContext } from '../../state/workspaces.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { allEntries, type Entry, rank } from './palette-entries.ts'

/** Entries listed at a time. */
const MAX_SHOWN = 30
/** Entries remembered as used last, newest first, as long as the window is open. */
let recent: readonly string[] = []

/** Finds everything that can be done or opened; fires `close`. */
@customElement('aios-palette')
export class AiosPalette extends LitElement {
  @state() private words = ''
  @state() private active = 0
  @query('dialog') private dialog!: HTMLDialogElement
  @query('input') private field!: HTMLInputElement
  readonly #actions = new Use(this, actionsContext)
  readonly #agents = new Use(this, agentsContext)
  readonly #documents = new Use(this, documentsContext)
  readonly #indexing = new Use(this, indexingContext)
  readonly #route = new Use(this, routeContext)
  readonly #tasks = new Use(this, tasksContext)
  readonly #preferences = new Use(this, preferencesContext)
  readonly #workspaces = new Use(this, workspacesContext)

  protected override firstUpdated(): void {
    this.dialog.showModal()
  }

  protected override render() {
    const found = this.#found()
    return html`
      <dialog aria-label=${text.palette.title} @close=${this.#closed} @pointerdown=${this.#pressed}>
        <div class="field">
          ${icon('search')}
          <input
            type="text"
            role="combobox"
            autofocus
            autocomplete="off"
            spellcheck="false"
            dir="auto"
            aria-label=${text.palette.hint}
            aria-autocomplete="list"
            aria-expanded="true"
            aria-controls="found"
            aria-activedescendant=${found.length > 0 ? `entry-${this.active}` : nothing}
            placeholder=${text.palette.hint}
            .value=${this.words}
            @input=${this.#typed}
            @keydown=${(event: KeyboardEvent) => this.#key(event, found)}
          />
        </div>
        <div id="found" role="listbox" aria-label=${text.palette.title}>
          ${found.map((entry, index) => this.#entry(entry, index))}
        </div>
        ${found.length === 0 ? html`<p class="none soft">${text.palette.nothing(this.words)}</p>` : nothing}
        <p class="hidden" role="status">${text.palette.results(found.length)}</p>
      </dialog>
    `
  }

  protected override updated(): void {
    this.renderRoot.querySelector(`#entry-${this.active}`)?.scrollIntoView({ block: 'nearest' })
  }

  #found(): Entry[] {
    const entries = allEntries({
      actions: this.#actions.store,
      agents: this.#agents.store,
      documents: this.#documents.store,
      indexing: this.#indexing.store,
      route: this.#route.store,
      tasks: this.#tasks.store,
      preferences: this.#preferences.store,
      workspaces: this.#workspaces.store,
    })
    return rank(entries, this.words, recent, MAX_SHOWN)
  }

  #entry(entry: Entry, index: number) {
    return html`
      <div
        class="entry small"
        id="entry-${index}"
        role="option"
        aria-selected=${index === this.active}
        @click=${() => this.#run(entry)}
      >
        ${icon(entry.icon)}<span class="cut" dir="auto">${entry.name}</span>
        <span class="kind soft">${text.palette.kinds[entry.kind]}</span>
      </div>
    `
  }

  #typed(): void {
    this.words = this.field.value
    this.active = 0
  }

  #key(event: KeyboardEvent, found: readonly Entry[]): void {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (by !== undefined && found.length > 0) {
      event.preventDefault()
      this.active = (this.active + by + found.length) % found.length
    }
    const entry = found[this.active]
    if (event.key !== 'Enter' || event.isComposing || !entry) return
    event.preventDefault()
    this.#run(entry)
  }

  /** Closes first, so that the focus is back where it was before the entry moves it on. */
  #run(entry: Entry): void {
    recent = [entry.key, ...recent.filter((key) => key !== entry.key)].slice(0, 20)
    this.dialog.close()
    this.addEventListener('close', () => entry.run(), { once: true })
  }

  #closed(): void {
    this.dispatchEvent(new Event('close'))
  }

  #pressed(event: PointerEvent): void {
    if (event.target === this.dialog) this.dialog.close()
  }

  static override styles = [
    base,
    css`
      dialog {
        inline-size: min(38rem, 100vw - var(--size-5));
        margin-block-start: 12vh;
        padding: 0;
        border: 0;
        border-radius: var(--radius-l);
        background: var(--surface-float);
        color: var(--text-1);
        box-shadow: var(--shadow-float);
      }

      dialog::backdrop {
        background: var(--scrim);
      }

      .field {
        display: flex;
        gap: var(--size-3);
        align-items: center;
        padding-inline: var(--size-4);
        border-block-end: var(--hairline);
        color: var(--text-2);
      }

      input {
        flex: 1;
        min-inline-size: 0;
        min-block-size: var(--size-8);
        border: 0;
        background: none;
        color: var(--text-1);
        font: inherit;
      }

      /* The only field of an open window: the caret shows where it is. */
      input:focus-visible {
        outline: none;
      }

      input::placeholder {
        color: var(--text-2);
        opacity: 1;
      }

      #found {
        max-block-size: min(24rem, 55vh);
        overflow: auto;
        padding: var(--size-1);
      }

      .entry {
        display: flex;
        gap: var(--size-3);
        align-items: center;
        min-block-size: var(--control);
        padding-inline: var(--size-3);
        border-radius: var(--radius);
        font-size: var(--text-s);
        cursor: pointer;
      }

      .entry .icon {
        color: var(--text-2);
      }

      .entry:hover {
        background: var(--surface-hover);
      }

      .entry[aria-selected='true'] {
        background: var(--surface-active);
      }

      .kind {
        flex: none;
        margin-inline-start: auto;
        font-size: var(--text-xs);
      }

      .none {
        padding: var(--size-5);
        text-align: center;
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-palette': AiosPalette
  }
}
