import { css, html, LitElement, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { unsafeHTML } from 'lit/directives/unsafe-html.js'
import { matchOf } from '../../../extensions/backend/src/text/quote-match.ts'
import type { Citation, Result } from '../../api/tasks.ts'
import { evidenceContext, type Target } from '../../state/evidence.ts'
import { Use } from '../../state/use.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'

type Render = typeof import('../../components/markdown.ts').renderMarkdown

export const targetOf = (citation: Citation): Target => {
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
  readonly #evidence = new Use(this, evidenceContext)
  #drawn: { from: Result; html: string } | undefined

  override async connectedCallback(): Promise<void> {
    super.connectedCallback()
    this.renderMarkdown ??= (await import('../../components/markdown.ts')).renderMarkdown
  }

  protected override render() {
    const { result, renderMarkdown } = this
    if (!result || !renderMarkdown) return nothing
    return html`
      <p class="made ${result.mode}">${result.mode === 'extractive' ? text.ask.extractive : text.ask.model}</p>
      <div class="text" @click=${this.#clicked}>${unsafeHTML(this.#htmlOf(result, renderMarkdown))}</div>
      ${result.unsourced?.length ? this.#unsourced(result.unsourced) : nothing}
      ${result.mode === 'model' && result.citations.length > 0 ? this.#sources(result.citations) : nothing}
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
    })
    this.#drawn = { from: result, html }
    return html
  }

  #clicked(event: MouseEvent): void {
    const button = (event.target as Element).closest<HTMLElement>('[data-citation]')
    if (!button || !this.result) return
    this.#evidence.store.show(this.result.citations.map(targetOf), Number(button.dataset.citation) - 1)
  }

  static override styles = [
    base,
    css`
      .made {
        margin-block-end: var(--size-3);
        color: var(--text-2);
        font-size: var(--text-xs);
      }

      .text {
        display: grid;
        gap: var(--size-3);
        overflow-wrap: anywhere;
      }

      blockquote {
        padding-inline-start: var(--size-3);
        border-inline-start: var(--border-size-2) solid var(--line);
        font-family: var(--font-quote);
        font-size: var(--text-l);
        line-height: 1.6;
      }

      cite {
        display: block;
        margin-block-start: var(--size-1);
        color: var(--text-2);
        font-family: var(--font-ui);
        font-size: var(--text-xs);
        font-style: normal;
        line-height: var(--font-lineheight-2);
      }

      [data-citation] {
        min-inline-size: 1.5rem;
        margin-inline: 0.15em;
        padding: 0 0.35em;
        border: var(--border-size-1) solid transparent;
        border-radius: var(--radius);
        background: var(--accent-soft);
        color: var(--accent);
        font: var(--font-weight-6) var(--text-xs) / 1.5rem var(--font-ui);
        font-variant-numeric: tabular-nums;
        vertical-align: 0.12em;
        cursor: pointer;
      }

      /* What is to be known of a quote, beside its button. */
      [data-citation] + small {
        margin-inline-end: 0.3em;
        color: var(--wait);
        font: var(--font-weight-5) var(--text-xs) / 1.5rem var(--font-ui);
      }

      .unsourced {
        margin-block-start: var(--size-4);
        padding: var(--size-2) var(--size-3);
        border-radius: var(--radius);
        background: var(--surface-2);
        font-size: var(--text-s);
      }

      .unsourced li {
        font-family: var(--font-quote);
      }

      [data-citation]:hover {
        border-color: var(--accent);
      }

      [data-citation][data-shown] {
        background: var(--accent);
        color: var(--on-accent);
      }

      h4 {
        margin-block: var(--size-5) var(--size-2);
        font-size: var(--text-s);
      }

      .sources {
        display: grid;
        gap: var(--size-2);
        font-size: var(--text-s);
      }

      ul,
      ol:not(.sources) {
        padding-inline-start: var(--size-5);
        list-style: revert;
      }

      pre {
        overflow: auto;
        padding: var(--size-3);
        border-radius: var(--radius);
        background: var(--surface-2);
      }

      code {
        font-family: var(--font-mono);
        font-size: 0.9em;
      }

      table {
        display: block;
        max-block-size: 70vh;
        overflow: auto;
        border-collapse: collapse;
        overflow-wrap: break-word;
        font-size: var(--text-s);
      }

      th {
        position: sticky;
        inset-block-start: 0;
        background: var(--surface-1);
        color: var(--text-2);
        font-weight: var(--font-weight-5);
      }

      th,
      td {
        vertical-align: top;
        padding: var(--size-1) var(--size-2);
        border-block-end: var(--hairline);
        text-align: start;
      }
    `,
  ]
}

const sourceOf = (citation: Citation): string =>
  `${text.ask.source(citation.documentName, citation.page)}${noteOf(citation)}`

/** What a reader has to know of a citation beside where it leads. */
const noteOf = (citation: Citation): string => {
  const note = citation.isQuoted === false ? text.ask.passage : text.ask.notes[matchOf(citation)]
  return note && ` · ${note}`
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-answer': AiosAnswer
  }
}
