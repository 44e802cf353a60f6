import { consume } from '@lit/context'
import { initialState, Task } from '@lit/task'
import { html, LitElement, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { Document, DocumentWithReceipt, PageReceipt } from '../../api/documents.ts'
import { fact } from '../../components/fact.ts'
import { icon } from '../../components/icon.ts'
import { saveAnswer } from '../../components/save.ts'
import { skeleton, skeletonStyles } from '../../components/skeleton.ts'
import { type Actions, actionsContext } from '../../state/actions.ts'
import { type Backend, backendContext } from '../../state/app-state.ts'
import { documentsContext, isLocked, isUnread } from '../../state/documents.ts'
import { evidenceContext } from '../../state/evidence.ts'
import { noticesContext } from '../../state/notices.ts'
import { hrefTo, routeContext } from '../../state/route.ts'
import { Use } from '../../state/use.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'
import { facts, view } from '../../styles/view.ts'
import { documentState, rowStyles } from './document-row.ts'
import { documentStyles } from './document-styles.ts'
import './password-dialog.ts'

/** Pages of a receipt shown at first. */
const mostPages = 200

/** One document: what it is, what was read of it, page by page, and what can be done with it. */
@customElement('aios-document')
export class AiosDocument extends LitElement {
  @property() documentId = ''
  @consume({ context: backendContext }) private backend!: Backend
  @consume({ context: actionsContext }) private actions!: Actions
  @state() private isWhole = false
  @state() private locked: Document | undefined
  /** The page that is being read again; or was last, with what came of it. */
  @state() private again: { page: number; read?: DocumentWithReceipt } | undefined
  readonly #documents = new Use(this, documentsContext)
  readonly #evidence = new Use(this, evidenceContext)
  readonly #notices = new Use(this, noticesContext)
  readonly #route = new Use(this, routeContext)

  /** Fetched again when the document has been read again. */
  readonly #receipt = new Task(this, {
    args: () => [this.documentId, this.#documents.store.find(this.documentId)?.status] as const,
    task: ([id], { signal }) => {
      this.again = undefined
      return id ? this.backend.documents.get(id, signal) : initialState
    },
  })

  protected override render() {
    const document = this.#documents.store.find(this.documentId) ?? this.#receipt.value
    return html`
      <header class="head">
        <a class="button plain small" href=${hrefTo('library')}>${icon('left')}${text.library.back}</a>
      </header>
      <div class="body">
        <div class="column">
          ${document ? this.#document(document) : this.#absent()}
        </div>
      </div>
      ${
        this.locked
          ? html`<aios-password-dialog .document=${this.locked} @close=${this.#unlocked}></aios-password-dialog>`
          : nothing
      }
    `
  }

  #stopping({ id }: Document) {
    return html`
      <button class="button small" type="button" @click=${() => this.#documents.store.cancel(id)}>
        ${icon('close')}${text.library.reading.cancel}
      </button>
    `
  }

  #readingAgain({ id }: Document) {
    return html`
      <button class="button small" type="button" @click=${() => this.#documents.store.reindex(id)}>
        ${icon('retry')}${text.library.readAgain}
      </button>
    `
  }

  #password(document: Document) {
    const open = () => {
      this.locked = document
    }
    return html`
      <button class="button small password" type="button" @click=${open}>
        ${icon('lock')}${text.library.password.action}
      </button>
    `
  }

  /** The button that asked for the password is gone when it was the right one. */
  async #unlocked(): Promise<void> {
    this.locked = undefined
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>('.password, .buttons .button')?.focus()
  }

  #absent() {
    return this.#receipt.render({
      pending: () => skeleton(6),
      error: () => html`<div class="empty"><p>${text.library.gone}</p></div>`,
    })
  }

  #document(document: Document) {
    const { facts } = text.library
    return html`
      <h2 dir="auto">${document.name}</h2>
      ${
        document.status === 'failed'
          ? html`<div class="problem">
              <p dir="auto">${document.error}</p>
              <span class="actions">
                ${isLocked(document) ? this.#password(document) : nothing}
                <button class="button small" type="button" @click=${() => this.#documents.store.reindex(document.id)}>
                  ${icon('retry')}${text.action.retry}
                </button>
              </span>
            </div>`
          : html`<p class="standing">${documentState(document)}</p>`
      }
      <div class="buttons small">
        ${document.status === 'ready' ? this.#whenReady(document) : nothing}
        <button class="button small" type="button" @click=${() => this.#saveOriginal(document)}>
          ${icon('download')}${text.library.original}
        </button>
        ${isUnread(document) ? this.#stopping(document) : this.#readingAgain(document)}
        <button class="button danger small" type="button" @click=${() => this.#delete(document.id)}>
          ${icon('delete')}${text.library.deleteOne}
        </button>
      </div>
      <dl class="facts">
        ${document.folder ? fact(facts.folder, document.folder) : nothing} ${fact(facts.type, text.format.mediaType(document.mediaType))}
        ${fact(facts.size, text.format.size(document.size))} ${fact(facts.added, text.format.moment(document.createdAt))}
        ${fact(facts.pages, text.format.number(document.pages))}
        ${fact(facts.passages, text.format.number(document.passages))}
      </dl>
      ${this.#receipt.render({
        pending: () => skeleton(4),
        complete: (read) => (document.status === 'ready' ? this.#read(this.again?.read ?? read) : nothing),
        error: (error) => html`<p class="fail">${(error as Error).message}</p>`,
      })}
    `
  }

  #whenReady(document: Document) {
    return html`
      <button class="button primary small" type="button" @click=${() => this.actions.askAbout([document.id])}>
        ${icon('ask')}${text.library.askAboutOne}
      </button>
      <button class="button small" type="button" @click=${() => this.#open(document, 1)}>
        ${icon('fileText')}${text.library.read}
      </button>
      <a class="button small" href=${hrefTo('library', undefined, { like: `d.${document.id}` })}>
        ${icon('search')}${text.search.like}
      </a>
    `
  }

  #read({ receipt, ...document }: DocumentWithReceipt) {
    const without = receipt.pages.filter(({ characters }) => characters === 0).length
    const shown = this.isWhole ? receipt.pages : receipt.pages.slice(0, mostPages)
    const rest = receipt.pages.length - shown.length
    return html`
      <h3>
        ${text.library.receipt}
        <span class="soft" role="status">${this.#againState() ?? (receipt.took === undefined ? '' : text.library.receiptTook(receipt.took))}</span>
      </h3>
      ${receipt.sameAs === undefined ? nothing : html`<p class="same">${text.library.sameAs(receipt.sameAs)}</p>`}
      ${receipt.warnings.map((warning) => html`<p class="warning small">${icon('alert')}${warning}</p>`)}
      ${without > 0 ? html`<p class="warning small">${icon('alert')}${text.library.withoutText(without)}</p>` : nothing}
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">${text.library.page}</th>
            <th scope="col" class="number">${text.library.characters}</th>
            <th scope="col" class="number">${text.library.facts.passages}</th>
            <th scope="col">${text.library.warnings}</th>
            <td></td>
          </tr>
        </thead>
        <tbody>
          ${shown.map((page) => this.#page(document, page))}
        </tbody>
      </table>
      ${
        rest > 0
          ? html`<button
              class="button plain small"
              type="button"
              @click=${() => {
                this.isWhole = true
              }}
            >
              ${text.library.morePages(rest)}
            </button>`
          : nothing
      }
    `
  }

  #page(document: Document, { page, characters, passages, warnings }: PageReceipt) {
    const remarks = [...(characters === 0 ? [text.library.noText] : []), ...warnings]
    return html`
      <tr>
        <td>
          <button
            class="link"
            type="button"
            aria-label=${text.library.openPage(page)}
            @click=${() => this.#open(document, page)}
          >
            ${page}
          </button>
        </td>
        <td class="number">${text.format.number(characters)}</td>
        <td class="number">${text.format.number(passages)}</td>
        <td class="remarks">${remarks.join(' · ')}</td>
        <td class="again">
          <button
            class="button plain square small"
            type="button"
            aria-label=${text.library.readPageAgain(page)}
            title=${text.library.readPageAgain(page)}
            aria-disabled=${this.again !== undefined && !this.again.read}
            @click=${() => this.#readPageAgain(document.id, page)}
          >
            ${icon('retry')}
          </button>
        </td>
      </tr>
    `
  }

  #againState(): string | undefined {
    if (!this.again) return undefined
    const { page, read } = this.again
    return read ? text.library.pageRead(page) : text.library.readingPage(page)
  }

  async #readPageAgain(id: string, page: number): Promise<void> {
    if (this.again && !this.again.read) return
    this.again = { page }
    try {
      this.again = { page, read: await this.backend.documents.reindexPage(id, page) }
    } catch (error) {
      this.again = undefined
      this.#notices.store.error(error)
    }
  }

  #open({ id, name }: Document, page: number): void {
    this.#evidence.store.show([{ documentId: id, documentName: name, page }], 0)
  }

  #delete(id: string): void {
    this.#documents.store.remove([id])
    this.#route.store.go('library')
  }

  async #saveOriginal({ id, name }: Document): Promise<void> {
    try {
      await saveAnswer(await this.backend.documents.content(id), name)
    } catch (error) {
      this.#notices.store.error(error)
    }
  }

  static override styles = [base, controls, view, facts, skeletonStyles, rowStyles, documentStyles]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-document': AiosDocument
  }
}
