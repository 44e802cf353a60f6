import { css, html, LitElement, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import '../../components/dialog.ts'
import type { Document } from '../../api/documents.ts'
import { Use } from '../../base/use.ts'
import type { AiosDialog } from '../../components/dialog.ts'
import { formStyles } from '../../components/form-styles.ts'
import { documentsContext, isLocked } from '../../state/documents.ts'
import { indexingContext } from '../../state/indexing.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'

/** Asks for the password of a document until one opens it; fires `close`. */
@customElement('aios-password-dialog')
export class AiosPasswordDialog extends LitElement {
  @property({ attribute: false }) document!: Document
  @state() private problem = ''
  @state() private isTrying = false
  @query('aios-dialog') private dialog!: AiosDialog
  @query('input') private field!: HTMLInputElement
  readonly #documents = new Use(this, documentsContext)
  readonly #indexing = new Use(this, indexingContext)
  readonly #closed = new AbortController()

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#closed.abort()
    this.field.value = ''
  }

  protected override render() {
    const { password } = text.library
    const trying = this.#indexing.value.paused ? password.paused : password.trying
    return html`
      <aios-dialog
        .heading=${password.title(this.document.name)}
        @close=${() => this.dispatchEvent(new Event('close'))}
      >
        <form @submit=${this.#submit}>
          <label for="password">${password.label}</label>
          <input
            class="field"
            id="password"
            type="password"
            required
            maxlength="1000"
            autocomplete="off"
            autofocus
            dir="auto"
            aria-describedby="about problem"
            aria-invalid=${this.problem ? 'true' : nothing}
            ?readonly=${this.isTrying}
          />
          <p class="fail" id="problem" role="alert">${this.problem || nothing}</p>
          <p class="about" id="about" role="status">${this.isTrying ? trying : password.about}</p>
          <div class="buttons">
            <button class="button" type="button" @click=${() => this.dialog.close()}>${text.action.cancel}</button>
            <button class="button primary" type="submit" aria-disabled=${this.isTrying}>${password.open}</button>
          </div>
        </form>
      </aios-dialog>
    `
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (this.isTrying) return
    this.isTrying = true
    this.problem = ''
    const { signal } = this.#closed
    try {
      const document = await this.#documents.store.unlock(this.document.id, this.field.value, signal)
      if (document.status === 'ready') return this.dialog.close()
      this.problem = isLocked(document) ? text.library.password.wrong : (document.error ?? '')
    } catch (error) {
      if (signal.aborted) return
      this.problem = (error as Error).message
    } finally {
      this.isTrying = false
    }
    this.field.focus()
    this.field.select()
  }

  static override styles = [
    base,
    controls,
    formStyles,
    css`
      .about {
        color: var(--text-2);
        font-size: var(--text-s);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-password-dialog': AiosPasswordDialog
  }
}
