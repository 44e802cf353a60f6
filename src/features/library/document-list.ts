import { consume } from '@lit/context'
import { html, LitElement, nothing } from 'lit'
import { customElement, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { Document } from '../../api/documents.ts'
import { Use } from '../../base/use.ts'
import { icon } from '../../components/icon.ts'
import { skeleton, skeletonStyles } from '../../components/skeleton.ts'
import { VirtualRows } from '../../components/virtual-rows.ts'
import { type Actions, actionsContext } from '../../state/actions.ts'
import { documentsContext } from '../../state/documents.ts'
import { indexingContext } from '../../state/indexing.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'
import { view } from '../../styles/view.ts'
import { listStyles } from './document-list-styles.ts'
import { documentRow, rowStyles } from './document-row.ts'
import { selectedAfter } from './selected-range.ts'
import './folders/folder-list.ts'
import './hand-over-menu.ts'
import './password-dialog.ts'

/** Failed documents that stand on top with their reasons; more than these stand among the others. */
const MAX_FAILURES = 50

/** All documents of the workspace as rows: selected, opened, deleted. Fires `above` when the arrows leave it at its top. */
@customElement('aios-document-list')
export class AiosDocumentList extends LitElement {
  @consume({ context: actionsContext }) private actions!: Actions
  @state() private locked: Document | undefined
  @state() private selected: ReadonlySet<string> = new Set()
  readonly #documents = new Use(this, documentsContext)
  readonly #indexing = new Use(this, indexingContext)
  readonly #rows = new VirtualRows(this)
  #anchor: string | undefined

  /** Moves the focus to the first document. */
  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('.row .name')?.focus()
  }

  protected override render() {
    return html`
      <div class="body">
        <slot></slot>
        <aios-folders></aios-folders>
        ${this.#list()}
      </div>
      ${this.selected.size > 0 ? this.#selection() : nothing}
      ${
        this.locked
          ? html`<aios-password-dialog .document=${this.locked} @close=${this.#unlocked}></aios-password-dialog>`
          : nothing
      }
    `
  }

  #list() {
    const { items, error } = this.#documents.value
    if (!items && error) return this.#problem(error)
    if (!items) return skeleton(8)
    if (items.length === 0) return this.#none()
    const failed = items.filter(({ status }) => status === 'failed')
    const failures = failed.slice(0, MAX_FAILURES)
    const onTop = new Set(failures)
    const others = items.filter((document) => !onTop.has(document))
    const { first, last, style } = this.#rows.window(others.length)
    const pages = items.reduce((sum, document) => sum + document.pages, 0)
    return html`
      ${failures.length > 0 ? this.#failures(failures) : nothing}
      <p class="summary soft figures">${text.library.summary(items.length, pages, failed.length)}</p>
      <ul data-rows .style=${style} aria-label=${text.library.title} @keydown=${this.#rowKey}>
        ${repeat(
          others.slice(first, last),
          ({ id }) => id,
          (document, index) => this.#row(document, first + index, others),
        )}
      </ul>
    `
  }

  #failures(failures: readonly Document[]) {
    return html`
      <section class="failures" aria-label=${text.library.failedTitle(failures.length)}>
        <header>
          <h3>${text.library.failedTitle(failures.length)}</h3>
          ${
            failures.length > 1
              ? html`<button class="button plain small" type="button" @click=${() => this.#retryAll(failures)}>
                  ${text.library.retryAll}
                </button>`
              : nothing
          }
        </header>
        <ul @keydown=${this.#rowKey}>
          ${repeat(
            failures,
            ({ id }) => id,
            (document, index) => this.#row(document, index, failures),
          )}
        </ul>
      </section>
    `
  }

  #row(document: Document, index: number, among: readonly Document[]) {
    return documentRow(document, index, among.length, {
      isSelected: this.selected.has(document.id),
      waits: this.#indexing.value.waits,
      onSelect: (_, event) => this.#select(document, among, event.shiftKey),
      onCancel: ({ id }) => void this.#cancel(id),
      onRetry: ({ id }) => void this.#documents.store.reindex(id),
      onPassword: (locked) => {
        this.locked = locked
      },
    })
  }

  #none() {
    return html`
      <div class="empty">
        <p>${text.library.none}</p>
        <button class="button" type="button" @click=${() => this.actions.addFiles()}>
          ${icon('fileUp')}${text.library.addFiles}
        </button>
      </div>
    `
  }

  #problem(error: string) {
    return html`
      <div class="problem">
        <p>${error}</p>
        <button class="button small" type="button" @click=${() => this.#documents.store.refresh()}>
          ${icon('retry')}${text.action.retry}
        </button>
      </div>
    `
  }

  #selection() {
    const ids = [...this.selected].filter((id) => this.#documents.store.find(id))
    return html`
      <div class="selection small" role="toolbar" aria-label=${text.library.selected(ids.length)}>
        <p class="figures" role="status">${text.library.selected(ids.length)}</p>
        <button class="button small" type="button" @click=${() => this.#askAbout(ids)}>
          ${icon('ask')}${ids.length === 1 ? text.library.askAboutOne : text.library.askAbout}
        </button>
        <aios-hand-over .documentIds=${ids} @launch=${this.#clear}></aios-hand-over>
        <button class="button danger small" type="button" @click=${() => this.#delete(ids)}>
          ${icon('delete')}${text.library.delete(ids.length)}
        </button>
        <button class="button plain small" type="button" @click=${() => this.#clear()}>
          ${text.library.selectNone}
        </button>
      </div>
    `
  }

  async #unlocked(): Promise<void> {
    const id = this.locked?.id
    this.locked = undefined
    await this.#returnTo(id)
  }

  async #cancel(id: string): Promise<void> {
    await this.#documents.store.cancel(id)
    await this.#returnTo(id)
  }

  /** Focuses a row that may have moved from one list to the other. */
  async #returnTo(id: string | undefined): Promise<void> {
    await this.updateComplete
    const find = (what: string) => this.renderRoot.querySelector<HTMLElement>(`[data-id="${id}"] ${what}`)
    const back = find('.password') ?? find('.name')
    if (back) back.focus()
    else this.#leave()
  }

  /** Arrows walk through the rows, also through those that are not drawn yet; Space selects. */
  async #rowKey(event: KeyboardEvent): Promise<void> {
    const row = (event.target as Element).closest<HTMLElement>('.row')
    if (!row) return
    if (event.key === ' ' || event.key === 'x') {
      if ((event.target as Element).matches('input, button')) return
      event.preventDefault()
      return row.querySelector('input')?.click()
    }
    const list = row.parentElement
    const isLong = list?.hasAttribute('data-rows')
    const at = Number(row.dataset.index)
    const last = Number(row.getAttribute('aria-setsize')) - 1
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: last, PageDown: at + 10, PageUp: at - 10 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    if (to < 0) return this.#leave()
    const index = Math.min(to, last)
    if (isLong) this.#rows.reveal(index)
    await this.updateComplete
    list?.querySelector<HTMLElement>(`[data-index="${index}"] .name`)?.focus()
  }

  #select(document: Document, among: readonly Document[], isRange: boolean): void {
    this.selected = selectedAfter(this.selected, { document, among, anchor: this.#anchor, isRange })
    this.#anchor = document.id
  }

  #leave(): void {
    this.dispatchEvent(new Event('above'))
  }

  #clear(): void {
    if (this.selected.size > 0) this.selected = new Set()
  }

  #askAbout(ids: readonly string[]): void {
    this.#clear()
    this.actions.askAbout(ids)
  }

  #delete(ids: readonly string[]): void {
    this.#clear()
    this.#documents.store.remove(ids)
    this.#leave()
  }

  #retryAll(failures: readonly Document[]): void {
    for (const { id } of failures) void this.#documents.store.reindex(id)
  }

  static override styles = [base, controls, view, skeletonStyles, rowStyles, listStyles]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-document-list': AiosDocumentList
  }
}
