import { consume } from '@lit/context'
import { html, LitElement, nothing } from 'lit'
import { customElement, query, state } from 'lit/decorators.js'
import { canPickFolder } from '../../base/picked-files.ts'
import { Use } from '../../base/use.ts'
import { icon } from '../../components/icon.ts'
import { type Actions, actionsContext } from '../../state/actions.ts'
import { routeContext } from '../../state/route.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'
import { view } from '../../styles/view.ts'
import '../../parts/switcher/switcher.ts'
import type { AiosDocumentList } from './document-list.ts'
import { libraryStyles } from './library-styles.ts'
import type { AiosSearchResults } from './search/search-results.ts'
import './document-list.ts'
import './reading-status.ts'
import './search/search-help.ts'
import './search/search-results.ts'
import './upload-list.ts'

/** All documents of the workspace, and what a search finds in them. What is searched for stands in the address. */
@customElement('aios-library')
export class AiosLibrary extends LitElement {
  @consume({ context: actionsContext }) private actions!: Actions
  @state() private isHelping = false
  @query('#search') private search!: HTMLInputElement
  @query('aios-document-list, aios-search-results') private below!: AiosDocumentList | AiosSearchResults
  readonly #route = new Use(this, routeContext)
  #focus = 0

  protected override render() {
    const { store } = this.#route
    const [wanted, like] = [store.param('q'), store.param('like')]
    return html`
      <header class="head">
        <h2>${text.library.title}</h2>
        <div class="buttons small">
          <button class="button small" type="button" @click=${() => this.actions.addFiles()}>
            ${icon('fileUp')}${text.library.addFiles}
          </button>
          ${
            canPickFolder
              ? html`<button class="button small" type="button" @click=${() => this.actions.addFiles({ folder: true })}>
                  ${icon('folderUp')}${text.library.addFolder}
                </button>`
              : nothing
          }
        </div>
        <aios-switcher></aios-switcher>
      </header>
      <div class="tools">
        <div class="search small">
          ${icon('search')}
          <input
            class="field"
            id="search"
            type="search"
            dir="auto"
            autocomplete="off"
            spellcheck="false"
            aria-label=${text.library.search}
            placeholder=${text.library.searchHint}
            .value=${wanted}
            @input=${() => this.#searchFor(this.search.value)}
            @keydown=${this.#searchKey}
          />
        </div>
        <button
          class="button plain square"
          type="button"
          aria-label=${text.search.help.title}
          title=${text.search.help.title}
          @click=${() => this.#help(true)}
        >
          ?
        </button>
      </div>
      ${
        wanted.trim() === '' && like === ''
          ? html`<aios-document-list @above=${this.#toSearch}>${this.#underWay()}</aios-document-list>`
          : html`<aios-search-results
              .query=${wanted}
              .like=${like}
              @above=${this.#toSearch}
              @query=${({ detail }: CustomEvent<string>) => this.#searchFor(detail)}
            >
              ${this.#underWay()}
            </aios-search-results>`
      }
      ${this.isHelping ? html`<aios-search-help @close=${() => this.#help(false)}></aios-search-help>` : nothing}
    `
  }

  protected override updated(): void {
    const { focus } = this.#route.value
    if (focus !== this.#focus) {
      this.search.focus()
      this.search.select()
    }
    this.#focus = focus
  }

  #underWay() {
    return html`<aios-uploads></aios-uploads><aios-reading></aios-reading>`
  }

  #help(isOpen: boolean): void {
    this.isHelping = isOpen
  }

  #toSearch(): void {
    this.search.focus()
  }

  #searchFor(q: string): void {
    this.#route.store.replaceParams({ q })
  }

  #searchKey(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown') {
      event.preventDefault()
      this.below.focus()
    }
    if (event.key === 'Escape' && this.search.value !== '') {
      event.stopPropagation()
      this.#searchFor('')
    }
  }

  static override styles = [base, controls, view, libraryStyles]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-library': AiosLibrary
  }
}
