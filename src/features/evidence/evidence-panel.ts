import { consume } from '@lit/context'
import { initialState, Task, TaskStatus } from '@lit/task'
import { html, LitElement, nothing } from 'lit'
import { customElement, state } from 'lit/decorators.js'
import { remembered } from '../../base/remembered.ts'
import { Use } from '../../base/use.ts'
import { icon } from '../../components/icon.ts'
import type { MenuItem } from '../../components/menu.ts'
import { skeleton, skeletonStyles } from '../../components/skeleton.ts'
import { type Backend, backendContext } from '../../state/app-state.ts'
import { documentsContext } from '../../state/documents.ts'
import { evidenceContext, type Target } from '../../state/evidence.ts'
import { noticesContext } from '../../state/notices.ts'
import { hrefTo } from '../../state/route.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'
import { originalMenu } from './original-menu.ts'
import './page-picture.ts'
import { placeNow } from './current-place.ts'
import { footStyles, panelFoot } from './evidence-panel-foot.ts'
import { panelStyles } from './evidence-panel-styles.ts'
import { pageText } from './page-text.ts'
import './panel-resizer.ts'

const face = remembered('evidence.face')

/** The page that a citation names, with the quote marked. */
@customElement('aios-evidence')
export class AiosEvidence extends LitElement {
  @consume({ context: backendContext }) private backend!: Backend
  @state() private isPicture = face.recall() !== 'text'
  readonly #evidence = new Use(this, evidenceContext)
  readonly #documents = new Use(this, documentsContext)
  readonly #notices = new Use(this, noticesContext)
  #scrolledTo = ''
  #zoom = 1
  /** Where in the page, in shares of it, the middle of what is seen was before its size changed. */
  #middle: { x: number; y: number } | undefined

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
        ${originalMenu(
          { id: target.documentId, name: target.documentName },
          this.backend,
          this.#notices.store,
          this.#others(target),
        )}
      </div>
      ${this.#match(target, value.page)}
      <div
        class="page"
        tabindex="0"
        role="region"
        aria-label=${text.evidence.page(value.page)}
        @wheel=${{ handleEvent: this.#wheel, passive: false }}
      >
        ${hasPictures && this.isPicture ? this.#picture() : this.#text()}
      </div>
      ${panelFoot(this.#evidence.store, document?.pages ?? 0)}
    `
  }

  #others({ passageId }: Target): MenuItem[] {
    if (passageId === undefined) return []
    const run = () => {
      this.#evidence.store.close()
      location.hash = hrefTo('library', undefined, { like: `p.${passageId}` })
    }
    return [{ label: text.search.like, icon: 'search', run }]
  }

  protected override willUpdate(): void {
    const { zoom = this.#zoom } = this.#evidence.value ?? {}
    if (zoom === this.#zoom) return
    this.#zoom = zoom
    const page = this.renderRoot.querySelector('.page')
    this.#middle = page
      ? {
          x: (page.scrollLeft + page.clientWidth / 2) / page.scrollWidth,
          y: (page.scrollTop + page.clientHeight / 2) / page.scrollHeight,
        }
      : undefined
  }

  /** Brings the quote into view, once for each place that is shown; keeps the middle in the middle when the size changes. */
  protected override async updated(): Promise<void> {
    const mark = this.renderRoot.querySelector('mark')
    const picture = this.renderRoot.querySelector('aios-page-picture')
    if (mark && !picture) this.#scrollOnce(() => mark.scrollIntoView({ block: 'center' }))
    const page = this.renderRoot.querySelector('.page')
    const middle = this.#middle
    this.#middle = undefined
    if (!page || !middle) return
    await picture?.updateComplete
    page.scrollTo({
      left: middle.x * page.scrollWidth - page.clientWidth / 2,
      top: middle.y * page.scrollHeight - page.clientHeight / 2,
    })
  }

  #scrollOnce(scroll: () => void): void {
    const { target } = this.#evidence.store
    const place = `${target?.documentId} ${this.#evidence.value?.page} ${target?.range?.start}`
    if (place === this.#scrolledTo) return
    this.#scrolledTo = place
    scroll()
  }

  /** The wheel with Ctrl, and two fingers on a touch pad, which the browser tells as the same. */
  #wheel = (event: WheelEvent): void => {
    if (!event.ctrlKey) return
    event.preventDefault()
    if (event.deltaY < 0) this.#evidence.store.zoomIn()
    else this.#evidence.store.zoomOut()
  }

  #faces() {
    return html`
      <div class="faces" role="group" aria-label=${text.evidence.view}>
        ${[true, false].map(
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

  #match({ match, quote, page: elsewhere, continues }: Target, page: number) {
    if (match === undefined) return nothing
    if (page !== elsewhere) {
      return html`
        <p class="verdict">
          <button class="link" type="button" @click=${() => this.#evidence.store.turnTo(elsewhere)}>
            ${page === continues?.page ? text.evidence.quoteBeginsOn(elsewhere) : text.evidence.quoteOn(elsewhere)}
          </button>
        </p>
      `
    }
    if (quote === undefined) return html`<p class="verdict small">${text.evidence.noQuote}</p>`
    if (this.#place?.isGone) {
      return html`
        <p class="verdict small unverified">${icon('alert')}${text.evidence.changed}</p>
        ${this.#quoted(quote)}
      `
    }
    return html`
      <p class="verdict small ${match}">
        ${icon(match === 'exact' ? 'check' : 'alert')}${text.evidence.verdicts[match]}
        ${continues ? this.#continuation(continues.page) : nothing}
      </p>
      ${match === 'exact' ? nothing : this.#quoted(quote)}
    `
  }

  #quoted(quote: string) {
    return html`
      <details class="quoted" open>
        <summary>${text.evidence.quoted}</summary>
        <blockquote dir="auto">${quote}</blockquote>
      </details>
    `
  }

  /** Of what is shown, on the page as it reads now. */
  get #place() {
    const { target } = this.#evidence.store
    const page = this.#evidence.value?.page
    const isKnown = this.#page.status === TaskStatus.COMPLETE
    return target && page ? placeNow(target, page, isKnown ? this.#page.value?.text : undefined) : undefined
  }

  #continuation(page: number) {
    return html`
      <button class="link" type="button" @click=${() => this.#evidence.store.turnTo(page)}>
        ${text.evidence.quoteContinuesOn(page)}
      </button>
    `
  }

  #text() {
    const range = this.#place?.range
    return this.#page.render({
      pending: () => skeleton(8),
      complete: (page) =>
        page.text.trim() === ''
          ? html`<p class="soft note">${text.evidence.empty}</p>`
          : html`<div class="text" .style=${`font-size: ${this.#evidence.value?.zoom ?? 1}em`}>${pageText(page, range)}</div>`,
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
    const range = this.#place?.range
    return html`
      <aios-page-picture .place=${{ ...target, page, range }} .zoom=${this.#evidence.value?.zoom ?? 1} @drawn=${this.#drawn}>
        ${this.#text()}
      </aios-page-picture>
    `
  }

  #drawn = (event: Event): void => {
    const picture = event.currentTarget as HTMLElementTagNameMap['aios-page-picture']
    this.#scrollOnce(() => picture.showMark())
  }

  static override styles = [base, controls, skeletonStyles, panelStyles, footStyles]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-evidence': AiosEvidence
  }
}
