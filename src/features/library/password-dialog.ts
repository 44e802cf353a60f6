import { css, html, LitElement, nothing } from 'lit'
import { customElement, property, query } from 'lit/decorators.js'
import type { Document } from '../../api/documents.ts'
import { Use } from '../../base/use.ts'
import { DialogForm, formDialog } from '../../components/form/form-dialog.ts'
import { formStyles } from '../../components/form/form-styles.ts'
import { documentsContext, isLocked } from '../../state/documents.ts'
import { indexingContext } from '../../state/indexing.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'

/** Asks for the password of a document until one opens it; fires `close`. */
@customElement('aios-password-dialog')
export class AiosPasswordDialog extends LitElement {
  @property({ attribute: false }) document!: Document
  readonly #form = new DialogForm(this)
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
    return formDialog(this.#form, {
      heading: password.title(this.document.name),
      fields: html`
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
            aria-invalid=${this.#form.problem ? 'true' : nothing}
            ?readonly=${this.#form.isBusy}
          />
          <p class="about" id="about" role="status">${this.#form.isBusy ? trying : password.about}</p>
      `,
      actions: [{ label: password.open }],
      onSubmit: () => void this.#open(),
    })
  }

  async #open(): Promise<void> {
    if (this.#form.isBusy) return
    const { signal } = this.#closed
    await this.#form.send(async () => {
      const document = await this.#documents.store.unlock(this.document.id, this.field.value, signal)
      if (document.status === 'ready') return
      throw new Error(isLocked(document) ? text.library.password.wrong : (document.error ?? ''))
    })
    if (!this.#form.error || signal.aborted) return
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
