import { css, html, LitElement, nothing } from 'lit'
import { customElement, property, query } from 'lit/decorators.js'
import '../../../components/dialog.ts'
import { alwaysIgnored, type Folder } from '../../../api/folders.ts'
import { Use } from '../../../base/use.ts'
import { Attempt } from '../../../components/attempt.ts'
import type { AiosDialog } from '../../../components/dialog.ts'
import { formStyles } from '../../../components/form-styles.ts'
import { foldersContext } from '../../../state/folders.ts'
import { text } from '../../../strings/index.ts'
import { base } from '../../../styles/base.ts'
import { controls } from '../../../styles/controls.ts'

/** Asks what of a folder is left out, and shows what always is; fires `close`. */
@customElement('aios-folder-ignore-dialog')
export class AiosFolderIgnoreDialog extends LitElement {
  @property({ attribute: false }) folder!: Folder
  readonly #attempt = new Attempt(this)
  @query('aios-dialog') private dialog!: AiosDialog
  @query('textarea') private field!: HTMLTextAreaElement
  readonly #folders = new Use(this, foldersContext)

  protected override render() {
    const { folders } = text.library
    const { names, unfinished, textless } = alwaysIgnored
    return html`
      <aios-dialog .heading=${folders.ignoreTitle} @close=${() => this.dispatchEvent(new Event('close'))}>
        <form @submit=${this.#save}>
          <p class="path">${this.folder.path}</p>
          <label for="ignore">${folders.ignoreLabel}</label>
          <textarea
            class="field"
            id="ignore"
            rows="6"
            autocapitalize="off"
            spellcheck="false"
            autofocus
            aria-describedby="about problem"
            aria-invalid=${this.#attempt.problem ? 'true' : nothing}
            .value=${this.folder.ignore.join('\n')}
          ></textarea>
          <p class="about" id="about">${folders.ignoreAbout}</p>
          <p class="fail" id="problem" role="alert" dir="auto">${this.#attempt.problem || nothing}</p>
          <details class="about">
            <summary>${folders.alwaysSkipped}</summary>
            <p>${folders.skippedNames(names.join(', '))}</p>
            <p>${folders.skippedExtensions([...unfinished, ...textless].join(', '))}</p>
          </details>
          <div class="buttons">
            <button class="button" type="button" @click=${() => this.dialog.close()}>${text.action.cancel}</button>
            <button class="button primary" type="submit" aria-disabled=${this.#attempt.isBusy}>${folders.ignoreConfirm}</button>
          </div>
        </form>
      </aios-dialog>
    `
  }

  #save(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const patterns = this.field.value.split('\n').map((line) => line.trim())
    return this.#attempt.make(async () => {
      await this.#folders.store.ignore(
        this.folder.id,
        patterns.filter((pattern) => pattern !== ''),
      )
      this.dialog.close()
    })
  }

  static override styles = [
    base,
    controls,
    formStyles,
    css`
      .path {
        font-weight: var(--font-weight-5);
        overflow-wrap: anywhere;
      }

      textarea {
        resize: vertical;
      }

      .about {
        color: var(--text-2);
        font-size: var(--text-s);
        overflow-wrap: anywhere;
      }

      summary {
        inline-size: fit-content;
        border-radius: var(--radius);
        cursor: pointer;
      }

      details p {
        margin-block-start: var(--size-2);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-folder-ignore-dialog': AiosFolderIgnoreDialog
  }
}
