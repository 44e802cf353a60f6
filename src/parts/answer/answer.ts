import { html, LitElement, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { unsafeHTML } from 'lit/directives/unsafe-html.js'
import { matchOf } from '../../../extensions/backend/src/shared/quote-match.ts'
import type { Citation, Result } from '../../api/tasks.ts'
import { load } from '../../base/load.ts'
import { Use } from '../../base/use.ts'
import { evidenceContext, type Target } from '../../state/evidence.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { answerStyles } from './answer-styles.ts'

type Render = typeof import('../../components/markdown.ts').renderMarkdown

const targetOf = (citation: Citation): Target => {
  const { documentId, documentName, page, passageId, quote, start, end, continues, isQuoted = true } = citation
  const match = matchOf(citation)
  return {
    documentId,
    documentName,
    page,
    passageId,
    match,
    ...(isQuoted && { quote }),
    ...(match !== 'unverified' && { range: { start, end } }),
    ...(continues && { continues }),
  }
}

/** The text of an answer. Its numbered citations open the evidence. */
@customElement('aios-answer')
export class AiosAnswer extends LitElement {
  @property({ attribute: false }) result: Result | undefined
  @state() private renderMarkdown: Render | undefined
  /** Where a link of the answer leads that was pressed. */
  @state() private externalUrl: string | undefined
  readonly #evidence = new Use(this, evidenceContext)
  #drawn: { from: Result; html: string } | undefined

  override async connectedCallback(): Promise<void> {
    super.connectedCallback()
    this.renderMarkdown ??= (await load(() => import('../../components/markdown.ts'))).renderMarkdown
  }

  protected override render() {
    const { result, renderMarkdown } = this
    if (!result || !renderMarkdown) return nothing
    return html`
      <p class="made ${result.mode}">${result.mode === 'extractive' ? text.ask.extractive : text.ask.model}</p>
      <div class="text" @click=${this.#clicked}>${unsafeHTML(this.#htmlOf(result, renderMarkdown))}</div>
      ${result.unsourced?.length ? this.#unsourced(result.unsourced) : nothing}
      ${result.mode === 'model' && result.citations.length > 0 ? this.#sources(result.citations) : nothing}
      ${
        this.externalUrl
          ? html`<aios-external-link-dialog
              .url=${this.externalUrl}
              @close=${() => {
                this.externalUrl = undefined
              }}
            ></aios-external-link-dialog>`
          : nothing
      }
    `
  }

  protected override updated(): void {
    const shown = this.#evidence.store.target
    for (const button of this.renderRoot.querySelectorAll<HTMLElement>('[data-citation]')) {
      const citation = this.result?.citations[Number(button.dataset.citation) - 1]
      const isShown =
        shown !== undefined &&
        citation !== undefined &&
        citation.documentId === shown.documentId &&
        citation.page === shown.page &&
        citation.start === (shown.range?.start ?? citation.start) &&
        targetOf(citation).quote === shown.quote
      button.toggleAttribute('data-shown', isShown)
    }
  }

  #unsourced(quotes: readonly string[]) {
    return html`
      <div class="unsourced">
        <p>${text.ask.unsourced(quotes.length)}</p>
        <ul>
          ${quotes.map((quote) => html`<li dir="auto">“${quote}”</li>`)}
        </ul>
      </div>
    `
  }

  #sources(citations: readonly Citation[]) {
    return html`
      <h4>${text.ask.sources}</h4>
      <ol class="sources" @click=${this.#clicked}>
        ${citations.map(
          (citation, index) => html`
            <li>
              <button type="button" data-citation=${index + 1}>${index + 1}</button>
              <span dir="auto">${sourceOf(citation)}</span>
            </li>
          `,
        )}
      </ol>
    `
  }

  #htmlOf(result: Result, renderMarkdown: Render): string {
    if (this.#drawn?.from === result) return this.#drawn.html
    const at = (number: number) => result.citations[number - 1]
    const html = renderMarkdown(result.markdown, {
      labelOf: (number) => {
        const citation = at(number)
        return citation && `${text.ask.citation(number, citation.documentName, citation.page)}${noteOf(citation)}`
      },
      sourceOf: (number) => {
        const citation = at(number)
        return citation && sourceOf(citation)
      },
      markOf: (number) => {
        const citation = at(number)
        return citation ? text.ask.marks[matchOf(citation)] : ''
      },
      linkLabelOf: text.leaving.link,
    })
    this.#drawn = { from: result, html }
    return html
  }

  #clicked(event: MouseEvent): void {
    const link = (event.target as Element).closest<HTMLElement>('[data-link]')
    if (link) void this.#confirmLink(link.dataset.link)
    const button = (event.target as Element).closest<HTMLElement>('[data-citation]')
    if (!button || !this.result) return
    this.#evidence.store.show(this.result.citations.map(targetOf), Number(button.dataset.citation) - 1)
  }

  async #confirmLink(url: string | undefined): Promise<void> {
    await load(() => import('../../components/external-link-dialog.ts'))
    this.externalUrl = url
  }

  static override styles = [base, answerStyles]
}

const sourceOf = (citation: Citation): string =>
  `${text.ask.source(citation.documentName, citation.page)}${noteOf(citation)}`

/** What a reader has to know of a citation beside where it leads. */
const noteOf = (citation: Citation): string => {
  const note = citation.isQuoted === false ? text.ask.noQuote : text.ask.notes[matchOf(citation)]
  return note && ` · ${note}`
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-answer': AiosAnswer
  }
}
