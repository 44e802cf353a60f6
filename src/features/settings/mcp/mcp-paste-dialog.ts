import { consume } from '@lit/context'
import { css, html, LitElement, nothing } from 'lit'
import { customElement, query, state } from 'lit/decorators.js'
import '../../../components/dialog.ts'
import type { McpParsed } from '../../../api/mcp.ts'
import { Use } from '../../../base/use.ts'
import { Attempt } from '../../../components/attempt.ts'
import type { AiosDialog } from '../../../components/dialog.ts'
import { fieldStyles } from '../../../components/form-fields.ts'
import { formStyles } from '../../../components/form-styles.ts'
import { type Backend, backendContext } from '../../../state/app-state.ts'
import { mcpContext } from '../../../state/mcp.ts'
import { text } from '../../../strings/index.ts'
import { base } from '../../../styles/base.ts'
import { controls } from '../../../styles/controls.ts'
import { reviewList, reviewStyles } from './command-review.ts'

/** Takes the settings of other programs, shows what would be run, and asks; fires `close`. */
@customElement('aios-mcp-paste')
export class AiosMcpPaste extends LitElement {
  @consume({ context: backendContext }) private backend!: Backend
  @state() private parsed: McpParsed | undefined
  readonly #attempt = new Attempt(this)
  @query('aios-dialog') private dialog!: AiosDialog
  readonly #mcp = new Use(this, mcpContext)
  #pasted = ''

  protected override render() {
    const { review } = text.mcp
    return html`
      <aios-dialog
        wide
        .heading=${this.parsed ? review.title : review.pasteTitle}
        @close=${() => this.dispatchEvent(new Event('close'))}
      >
        <form @submit=${this.#submit}>
          ${
            this.parsed
              ? reviewList(this.parsed)
              : html`<label for="pasted">${review.paste}</label>
                  <textarea
                    class="field code"
                    id="pasted"
                    rows="10"
                    required
                    autofocus
                    spellcheck="false"
                    maxlength="200000"
                    .value=${this.#pasted}
                  ></textarea>`
          }
          <p class="fail" role="alert" dir="auto">${this.#attempt.problem || nothing}</p>
          <div class="buttons">${this.parsed ? this.#decide(this.parsed) : this.#look()}</div>
        </form>
      </aios-dialog>
    `
  }

  #look() {
    return html`
      <button class="button" type="button" @click=${() => this.dialog.close()}>${text.action.cancel}</button>
      <button class="button primary" type="submit" aria-disabled=${this.#attempt.isBusy}>${text.mcp.review.next}</button>
    `
  }

  #decide({ servers }: McpParsed) {
    const { review } = text.mcp
    return html`
      <button
        class="button"
        type="button"
        @click=${() => {
          this.parsed = undefined
        }}
      >
        ${review.back}
      </button>
      ${
        servers.length > 0
          ? html`<button class="button" type="button" @click=${() => this.#add(false)}>${review.addOnly}</button>
              <button class="button primary" type="button" @click=${() => this.#add(true)}>${review.addAndRun}</button>`
          : nothing
      }
    `
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (this.parsed || this.#attempt.isBusy) return
    this.#pasted = this.renderRoot.querySelector('textarea')?.value ?? ''
    await this.#attempt.make(async () => {
      this.parsed = await this.backend.mcp.parse(this.#pasted)
    })
  }

  #add(run: boolean): Promise<void> {
    return this.#attempt.make(async () => {
      const servers = (this.parsed?.servers ?? []).map(({ name, setup, limits }) => ({ name, setup, limits }))
      await this.#mcp.store.add(servers, { run })
      this.dialog.close()
    })
  }

  static override styles = [
    base,
    controls,
    formStyles,
    fieldStyles,
    reviewStyles,
    css`
      form {
        gap: var(--size-3);
      }

    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-mcp-paste': AiosMcpPaste
  }
}
