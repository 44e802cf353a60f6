import { consume } from '@lit/context'
import { initialState, Task } from '@lit/task'
import { html, LitElement, nothing } from 'lit'
import { customElement, state } from 'lit/decorators.js'
import { icon } from '../../components/icon.ts'
import { skeleton, skeletonStyles } from '../../components/skeleton.ts'
import { type Backend, backendContext } from '../../state/app-state.ts'
import { documentsContext } from '../../state/documents.ts'
import { evidenceContext } from '../../state/evidence.ts'
import { remembered } from '../../state/memory.ts'
import { hrefTo } from '../../state/route.ts'
import { Use } from '../../state/use.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'
import { pageText } from './page-text.ts'
import { panelStyles } from './panel-styles.ts'
import './page-picture.ts'
import './resizer.ts'

const face = remembered('evidence.face')

/** The page that a citation names, with the quote marked. */
@customElement('aios-evidence')
export class AiosEvidence extends LitElement {
  @consume({ context: backendContext }) private backend!: Backend
  @state() private isPicture = face.recall() === 'picture'
  readonly #evidence = new Use(this, evidenceContext)
  readonly #documents = new Use(this, documentsContext)
  #scrolledTo = ''

  readonly #page = new Task(this, {
    args: () => [this.#evidence.store.target?.documentId, this.#evidence.value?.page] as const,
    task: ([id, page], { signal }) => (id && page ? this.backend.documents.page(id, page, signal) : initialState),
  })

  protected override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>('h2')?.focus()
  }

  protected override render() {
    const { target } = this.#evidence.store
    const { value } = this.#evidence
    if (!target || !value) return nothing
    const document = this.#documents.store.find(target.documentId)
    const hasPictures = document?.mediaType === 'application/pdf'
    return html`
      <aios-resizer></aios-resizer>
      <header>
        <h2 tabindex="-1">${text.evidence.title}</h2>
        ${hasPictures ? this.#faces() : nothing}
        <button
          class="button plain square small"
          type="button"
          aria-label=${text.action.close}
          @click=${() => this.#evidence.store.close()}
        >
          ${icon('close')}
        </button>
      </header>
      <div class="about">
        <a class="cut" dir="auto" href=${hrefTo('library', target.documentId)} title=${target.documentName}>
          ${target.documentName}
        </a>
        <p class="soft figures">
          ${document ? text.evidence.pageOf(value.page, document.pages) : text.evidence.page(value.page)}
        </p>
      </div>
      ${this.#verdict(target.verified, value.page === target.page ? undefined : target.page)}
      <div class="page" tabindex="0" role="region" aria-label=${text.evidence.page(value.page)}>
        ${hasPictures && this.isPicture ? this.#picture() : this.#text()}
      </div>
      ${this.#foot(value.page, document?.pages ?? 0)}
    `
  }

  /** Brings the quote into view, once for each place that is shown. */
  protected override updated(): void {
    const { target } = this.#evidence.store
    const mark = this.renderRoot.querySelector('mark')
    const place = `${target?.documentId} ${this.#evidence.value?.page} ${target?.range?.start}`
    if (!mark || place === this.#scrolledTo) return
    this.#scrolledTo = place
    mark.scrollIntoView({ block: 'center' })
  }

  #faces() {
    return html`
      <div class="faces" role="group" aria-label=${text.evidence.view}>
        ${[false, true].map(
          (isPicture) => html`
            <button
              class="button plain small"
              type="button"
              aria-pressed=${this.isPicture === isPicture}
              @click=${() => this.#show(isPicture)}
            >
              ${isPicture ? text.evidence.picture : text.evidence.text}
            </button>
          `,
        )}
      </div>
    `
  }

  #show(isPicture: boolean): void {
    this.isPicture = isPicture
    this.#scrolledTo = ''
    face.keep(isPicture ? 'picture' : 'text')
  }

  #verdict(verified: boolean | undefined, elsewhere: number | undefined) {
    if (elsewhere !== undefined && verified !== undefined) {
      return html`
        <p class="verdict">
          <button class="link" type="button" @click=${() => this.#evidence.store.turnTo(elsewhere)}>
            ${text.evidence.elsewhere(elsewhere)}
          </button>
        </p>
      `
    }
    if (verified === undefined) return nothing
    return html`
      <p class="verdict small ${verified ? 'verified' : 'unverified'}">
        ${icon(verified ? 'check' : 'alert')}${verified ? text.evidence.verified : text.evidence.unverified}
      </p>
    `
  }

  #text() {
    const { target } = this.#evidence.store
    const range = this.#evidence.value?.page === target?.page ? target?.range : undefined
    return this.#page.render({
      pending: () => skeleton(8),
      complete: (page) =>
        page.text.trim() === ''
          ? html`<p class="soft note">${text.evidence.empty}</p>`
          : html`<div class="text">${pageText(page.text, range)}</div>`,
      error: (error) => html`
        <p class="note">${(error as Error).message}</p>
        <button class="button small" type="button" @click=${() => this.#page.run()}>${text.action.retry}</button>
      `,
    })
  }

  #picture() {
    const { target } = this.#evidence.store
    const page = this.#evidence.value?.page
    if (!target || !page) return nothing
    const range = page === target.page ? target.range : undefined
    return html`
      <aios-page-picture .place=${{ ...target, page, range }}>${this.#text()}</aios-page-picture>
    `
  }

  #foot(page: number, pages: number) {
    const { store, value } = this.#evidence
    if (!value) return nothing
    const { index, targets } = value
    const turn = (to: number) => () => store.turnTo(to)
    return html`
      <footer>
        <div class="turn small">
          ${this.#square('left', text.evidence.previousPage, page <= 1, turn(page - 1))}
          <span class="figures">${text.evidence.page(page)}</span>
          ${this.#square('right', text.evidence.nextPage, page >= pages, turn(page + 1))}
        </div>
        ${
          targets.length > 1
            ? html`<div class="turn small">
                ${this.#square('left', text.evidence.previousCitation, index === 0, () => store.step(-1))}
                <span class="figures">${text.evidence.position(index + 1, targets.length)}</span>
                ${this.#square('right', text.evidence.nextCitation, index === targets.length - 1, () => store.step(1))}
              </div>`
            : nothing
        }
      </footer>
    `
  }

  #square(name: 'left' | 'right', label: string, isOff: boolean, run: () => void) {
    return html`
      <button
        class="button plain square small"
        type="button"
        aria-label=${label}
        title=${label}
        aria-disabled=${isOff}
        @click=${() => isOff || run()}
      >
        ${icon(name)}
      </button>
    `
  }

  static override styles = [base, controls, skeletonStyles, panelStyles]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-evidence': AiosEvidence
  }
}
