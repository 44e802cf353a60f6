import { consume } from '@lit/context'
import { html, LitElement, nothing, type PropertyValues } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { DocumentWithReceipt, PageReceipt } from '../../../api/documents.ts'
import { Use } from '../../../base/use.ts'
import { icon } from '../../../components/icon.ts'
import { type Backend, backendContext } from '../../../state/app-state.ts'
import { evidenceContext } from '../../../state/evidence.ts'
import { noticesContext } from '../../../state/notices.ts'
import { text } from '../../../strings/index.ts'
import { base } from '../../../styles/base.ts'
import { controls } from '../../../styles/controls.ts'
import { rowStyles } from '../document-row.ts'
import { receiptStyles } from './document-styles.ts'

/** Pages of a receipt shown at first. */
const MAX_PAGES = 200

/** What was read of a document, page by page; each page can be looked at, and read again. */
@customElement('aios-receipt')
export class AiosReceipt extends LitElement {
  @property({ attribute: false }) document: DocumentWithReceipt | undefined
  @consume({ context: backendContext }) private backend!: Backend
  @state() private isWhole = false
  /** The page that is being read again; or was last, with what came of it. */
  @state() private again: { page: number; read?: DocumentWithReceipt } | undefined
  readonly #evidence = new Use(this, evidenceContext)
  readonly #notices = new Use(this, noticesContext)

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('document')) return
    this.again = undefined
    if (changed.get('document')?.id !== this.document?.id) this.isWhole = false
  }

  protected override render() {
    const read = this.again?.read ?? this.document
    if (!read) return nothing
    const { receipt } = read
    const shown = this.isWhole ? receipt.pages : receipt.pages.slice(0, MAX_PAGES)
    const rest = receipt.pages.length - shown.length
    return html`
      <h3>
        ${text.library.receipt}
        <span class="soft" role="status">${this.#againState() ?? (receipt.took === undefined ? '' : text.library.receiptTook(receipt.took))}</span>
      </h3>
      ${receipt.sameAs === undefined ? nothing : html`<p class="same">${text.library.sameAs(receipt.sameAs)}</p>`}
      ${receipt.warnings.map((warning) => html`<p class="warning small">${icon('alert')}${warning}</p>`)}
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
          ${shown.map((page) => this.#page(read, page))}
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

  #page(document: DocumentWithReceipt, { page, characters, passages, warnings }: PageReceipt) {
    const remarks = characters === 0 && warnings.length === 0 ? [text.library.noText] : warnings
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

  #open({ id, name }: DocumentWithReceipt, page: number): void {
    this.#evidence.store.show([{ documentId: id, documentName: name, page }], 0)
  }

  static override styles = [base, controls, rowStyles, receiptStyles]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-receipt': AiosReceipt
  }
}
