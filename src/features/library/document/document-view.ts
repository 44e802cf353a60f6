import { consume } from '@lit/context'
import { initialState, Task } from '@lit/task'
import { html, LitElement, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { Document } from '../../../api/documents.ts'
import { saveAnswer } from '../../../base/save.ts'
import { Use } from '../../../base/use.ts'
import { fact } from '../../../components/fact.ts'
import { icon } from '../../../components/icon.ts'
import { skeleton, skeletonStyles } from '../../../components/skeleton.ts'
import { type Actions, actionsContext } from '../../../state/actions.ts'
import { type Backend, backendContext } from '../../../state/app-state.ts'
import { documentsContext, isLocked, isUnread } from '../../../state/documents.ts'
import { evidenceContext } from '../../../state/evidence.ts'
import { indexingContext } from '../../../state/indexing.ts'
import { noticesContext } from '../../../state/notices.ts'
import { hrefTo, routeContext } from '../../../state/route.ts'
import { text } from '../../../strings/index.ts'
import { base } from '../../../styles/base.ts'
import { controls } from '../../../styles/controls.ts'
import { facts, view } from '../../../styles/view.ts'
import { documentState, rowStyles } from '../document-row.ts'
import { documentStyles } from './document-styles.ts'
import '../hand-over-menu.ts'
import '../password-dialog.ts'
import './receipt.ts'

/** One document: what it is, what was read of it, page by page, and what can be done with it. */
@customElement('aios-document')
export class AiosDocument extends LitElement {
  @property() documentId = ''
  @consume({ context: backendContext }) private backend!: Backend
  @consume({ context: actionsContext }) private actions!: Actions
  @state() private locked: Document | undefined
  readonly #documents = new Use(this, documentsContext)
  readonly #evidence = new Use(this, evidenceContext)
  readonly #indexing = new Use(this, indexingContext)
  readonly #notices = new Use(this, noticesContext)
  readonly #route = new Use(this, routeContext)

  /** Fetched again when the document has been read again. */
  readonly #receipt = new Task(this, {
    args: () => [this.documentId, this.#documents.store.find(this.documentId)?.status] as const,
    task: ([id], { signal }) => (id ? this.backend.documents.get(id, signal) : initialState),
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

  #originalProblem(fault: NonNullable<Document['original']>) {
    return html`
      <div class="problem">
        <p>${text.checking.original[fault]}</p>
        <button class="button small" type="button" @click=${() => this.actions.addFiles()}>
          ${icon('plus')}${text.checking.addAgain}
        </button>
      </div>
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
          : html`<p class="standing">${documentState(document, this.#indexing.value.waits)}</p>
              ${document.status === 'queued' ? html`<p class="soft" dir="auto">${this.#indexing.value.waits}</p>` : nothing}`
      }
      ${document.original ? this.#originalProblem(document.original) : nothing}
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
        ${fact(facts.size, text.format.size(document.size))} ${document.modifiedAt ? fact(facts.modified, text.format.moment(document.modifiedAt)) : nothing}
        ${fact(facts.added, text.format.moment(document.createdAt))}
        ${fact(facts.pages, text.format.number(document.pages))}
        ${fact(facts.passages, text.format.number(document.passages))}
      </dl>
      ${this.#receipt.render({
        pending: () => skeleton(4),
        complete: (read) =>
          document.status === 'ready' ? html`<aios-receipt .document=${read}></aios-receipt>` : nothing,
        error: (error) => html`<p class="fail">${(error as Error).message}</p>`,
      })}
    `
  }

  #whenReady(document: Document) {
    return html`
      <button class="button primary small" type="button" @click=${() => this.actions.askAbout([document.id])}>
        ${icon('ask')}${text.library.askAboutOne}
      </button>
      <aios-hand-over .documentIds=${[document.id]}></aios-hand-over>
      <button class="button small" type="button" @click=${() => this.#open(document, 1)}>
        ${icon('fileText')}${text.library.read}
      </button>
      <a class="button small" href=${hrefTo('library', undefined, { like: `d.${document.id}` })}>
        ${icon('search')}${text.search.like}
      </a>
    `
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
