import { html, LitElement, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { unsafeHTML } from 'lit/directives/unsafe-html.js'
import { load } from '../../base/load.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { answerStyles } from './answer-styles.ts'

type Render = typeof import('../../components/markdown.ts').renderMarkdown

/** Characters that are drawn while more come; of longer answers the end is, until they are complete. */
const MAX_DRAWN = 20_000

/** What a model is saying just now. Its citations and links lead nowhere before the answer is complete and checked. */
@customElement('aios-streamed-text')
export class AiosStreamedText extends LitElement {
  @property() words = ''
  @state() private renderMarkdown: Render | undefined

  override async connectedCallback(): Promise<void> {
    super.connectedCallback()
    this.renderMarkdown ??= (await load(() => import('../../components/markdown.ts'))).renderMarkdown
  }

  protected override render() {
    const { renderMarkdown } = this
    if (!renderMarkdown) return nothing
    const end = this.words.length > MAX_DRAWN ? `… ${this.words.slice(-MAX_DRAWN).toWellFormed()}` : this.words
    const drawn = renderMarkdown(end, { labelOf: () => undefined, sourceOf: () => undefined })
    return html`<div class="text" role="group" aria-label=${text.answering.inProgress}>${unsafeHTML(drawn)}</div>`
  }

  static override styles = [base, answerStyles]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-streamed-text': AiosStreamedText
  }
}
