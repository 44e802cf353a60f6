import { css, html, LitElement, nothing } from 'lit'
import { customElement, property, query } from 'lit/decorators.js'
import { alwaysIgnored, type Folder } from '../../../api/folders.ts'
import { Use } from '../../../base/use.ts'
import { DialogForm, formDialog } from '../../../components/form/form-dialog.ts'
import { formStyles } from '../../../components/form/form-styles.ts'
import { foldersContext } from '../../../state/folders.ts'
import { text } from '../../../strings/index.ts'
import { base } from '../../../styles/base.ts'
import { controls } from '../../../styles/controls.ts'

/** Asks what of a folder is left out, and shows what always is; fires `close`. */
@customElement('aios-folder-ignore-dialog')
export class AiosFolderIgnoreDialog extends LitElement {
  @property({ attribute: false }) folder!: Folder
  readonly #form = new DialogForm(this)
  @query('textarea') private field!: HTMLTextAreaElement
  readonly #folders = new Use(this, foldersContext)

  protected override render() {
    const { folders } = text.library
    const { names, unfinished, textless } = alwaysIgnored
    return formDialog(this.#form, {
      heading: folders.ignoreTitle,
      fields: html`
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
            aria-invalid=${this.#form.problem ? 'true' : nothing}
            .value=${this.folder.ignore.join('\n')}
          ></textarea>
          <p class="about" id="about">${folders.ignoreAbout}</p>
          <details class="about">
            <summary>${folders.alwaysSkipped}</summary>
            <p>${folders.skippedNames(names.join(', '))}</p>
            <p>${folders.skippedExtensions([...unfinished, ...textless].join(', '))}</p>
          </details>
      `,
      actions: [{ label: folders.ignoreConfirm }],
      onSubmit: () => void this.#form.send(() => this.#save()),
    })
  }

  #save(): Promise<void> {
    const patterns = this.field.value.split('\n').map((line) => line.trim())
    return this.#folders.store.ignore(
      this.folder.id,
      patterns.filter((pattern) => pattern !== ''),
    )
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
