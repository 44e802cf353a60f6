import { consume } from '@lit/context'
import { css, html, LitElement } from 'lit'
import { customElement, state } from 'lit/decorators.js'
import type { McpParsed } from '../../../api/mcp.ts'
import { Use } from '../../../base/use.ts'
import { DialogForm, formDialog } from '../../../components/form/form-dialog.ts'
import { fieldStyles } from '../../../components/form/form-fields.ts'
import { formStyles } from '../../../components/form/form-styles.ts'
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
  readonly #form = new DialogForm(this)
  readonly #mcp = new Use(this, mcpContext)
  #pasted = ''

  protected override render() {
    return this.parsed ? this.#review(this.parsed) : this.#paste()
  }

  #paste() {
    const { review } = text.mcp
    return formDialog(this.#form, {
      isWide: true,
      heading: review.pasteTitle,
      fields: html`
        <label for="pasted">${review.paste}</label>
        <textarea
          class="field code"
          id="pasted"
          rows="10"
          required
          autofocus
          spellcheck="false"
          maxlength="200000"
          .value=${this.#pasted}
        ></textarea>
      `,
      actions: [{ label: review.next }],
      onSubmit: () => void this.#look(),
    })
  }

  #review(parsed: McpParsed) {
    const { review } = text.mcp
    const back = () => {
      this.parsed = undefined
    }
    return formDialog(this.#form, {
      isWide: true,
      heading: review.title,
      fields: reviewList(parsed),
      back: { label: review.back, run: back },
      actions:
        parsed.servers.length > 0
          ? [
              { label: review.addOnly, look: 'secondary', run: () => void this.#add(parsed, { run: false }) },
              { label: review.addAndRun, run: () => void this.#add(parsed, { run: true }) },
            ]
          : [],
    })
  }

  async #look(): Promise<void> {
    if (this.#form.isBusy) return
    this.#pasted = this.renderRoot.querySelector('textarea')?.value ?? ''
    await this.#form.make(async () => {
      this.parsed = await this.backend.mcp.parse(this.#pasted)
    })
  }

  #add(parsed: McpParsed, how: { run: boolean }): Promise<void> {
    const servers = parsed.servers.map(({ name, setup, limits }) => ({ name, setup, limits }))
    return this.#form.send(() => this.#mcp.store.add(servers, how))
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
