import { css, html, LitElement } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { Folder, FolderMode } from '../../../api/folders.ts'
import { Use } from '../../../base/use.ts'
import { DialogForm, formDialog } from '../../../components/form/form-dialog.ts'
import { formStyles } from '../../../components/form/form-styles.ts'
import { foldersContext } from '../../../state/folders.ts'
import { workspacesContext } from '../../../state/workspaces.ts'
import { text } from '../../../strings/index.ts'
import { base } from '../../../styles/base.ts'
import { controls } from '../../../styles/controls.ts'

export type FolderChange = { kind: 'add' } | { kind: 'remove'; folder: Folder }

const modes: readonly FolderMode[] = ['copy', 'in-place']

/** Asks which folder to follow, or what becomes of the documents of one that is followed no longer; fires `close`. */
@customElement('aios-folder-dialog')
export class AiosFolderDialog extends LitElement {
  @property({ attribute: false }) change: FolderChange = { kind: 'add' }
  readonly #form = new DialogForm(this)
  readonly #folders = new Use(this, foldersContext)
  readonly #workspaces = new Use(this, workspacesContext)

  protected override render() {
    return this.change.kind === 'add' ? this.#addition() : this.#removal(this.change.folder)
  }

  #addition() {
    const { folders } = text.library
    return formDialog(this.#form, {
      heading: folders.addTitle,
      fields: html`
        <label for="path">${folders.path}</label>
        <input
          class="field"
          id="path"
          name="path"
          required
          maxlength="4096"
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          autofocus
          placeholder=${folders.pathHint}
          aria-describedby="problem"
        />
        <fieldset>
          <legend>${folders.mode}</legend>
          ${modes.map(
            (mode) => html`
              <label class="choice">
                <input type="radio" name="mode" value=${mode} ?checked=${mode === 'copy'} />
                <span>${folders.modeAbout[mode]}</span>
              </label>
            `,
          )}
        </fieldset>
      `,
      actions: [{ label: folders.addConfirm }],
      onSubmit: (form) => void this.#form.send(() => this.#add(new FormData(form))),
    })
  }

  #removal({ id, path, files }: Folder) {
    const { folders } = text.library
    const remove = (documents: 'keep' | 'remove') => () =>
      void this.#form.send(() => this.#folders.store.remove(id, { documents }))
    return formDialog(this.#form, {
      heading: folders.removeTitle,
      fields: html`
        <p class="path">${path}</p>
        <p>${folders.removeAbout}</p>
      `,
      actions: [
        { label: folders.removeDocuments(files), look: 'danger', run: remove('remove') },
        { label: folders.keepDocuments, run: remove('keep'), hasFocus: true },
      ],
    })
  }

  async #add(sent: FormData): Promise<void> {
    const mode = modes.find((each) => each === sent.get('mode')) ?? 'copy'
    const workspace = await this.#workspaces.store.currentOrNew()
    await this.#folders.store.add(workspace.id, { path: pasted(String(sent.get('path'))), mode })
  }

  static override styles = [
    base,
    controls,
    formStyles,
    css`
      .choice {
        display: flex;
        gap: var(--size-2);
        align-items: baseline;
        font-weight: var(--font-weight-4);
      }

      .choice input {
        margin: 0;
        accent-color: var(--accent);
      }

      .path {
        font-weight: var(--font-weight-5);
        overflow-wrap: anywhere;
      }
    `,
  ]
}

/** A path as file managers copy it: some put quotes around it. */
const pasted = (path: string): string => path.trim().replace(/^(["'])(.*)\1$/, '$2')

declare global {
  interface HTMLElementTagNameMap {
    'aios-folder-dialog': AiosFolderDialog
  }
}
