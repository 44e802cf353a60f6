import { css, html, LitElement, nothing } from 'lit'
import { customElement, property, query } from 'lit/decorators.js'
import '../../../components/dialog.ts'
import type { Folder, FolderMode } from '../../../api/folders.ts'
import { Use } from '../../../base/use.ts'
import { Attempt } from '../../../components/attempt.ts'
import type { AiosDialog } from '../../../components/dialog.ts'
import { formStyles } from '../../../components/form-styles.ts'
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
  readonly #attempt = new Attempt(this)
  @query('aios-dialog') private dialog!: AiosDialog
  readonly #folders = new Use(this, foldersContext)
  readonly #workspaces = new Use(this, workspacesContext)

  protected override render() {
    const { change } = this
    const { folders } = text.library
    return html`
      <aios-dialog
        .heading=${change.kind === 'add' ? folders.addTitle : folders.removeTitle}
        @close=${() => this.dispatchEvent(new Event('close'))}
      >
        ${change.kind === 'add' ? this.#addition() : this.#removal(change.folder)}
      </aios-dialog>
    `
  }

  #addition() {
    const { folders } = text.library
    return html`
      <form @submit=${this.#add}>
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
        ${this.#error()}
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
        <div class="buttons">
          <button class="button" type="button" @click=${() => this.dialog.close()}>${text.action.cancel}</button>
          <button class="button primary" type="submit" aria-disabled=${this.#attempt.isBusy}>${folders.addConfirm}</button>
        </div>
      </form>
    `
  }

  #removal({ id, path, files }: Folder) {
    const { folders } = text.library
    const remove = (documents: 'keep' | 'remove') => () =>
      this.#try(() => this.#folders.store.remove(id, { documents }))
    return html`
      <form @submit=${(event: SubmitEvent) => event.preventDefault()}>
        <p class="path">${path}</p>
        <p>${folders.removeAbout}</p>
        ${this.#error()}
        <div class="buttons">
          <button class="button" type="button" @click=${() => this.dialog.close()}>${text.action.cancel}</button>
          <button class="button danger" type="button" aria-disabled=${this.#attempt.isBusy} @click=${remove('remove')}>
            ${folders.removeDocuments(files)}
          </button>
          <button class="button primary" type="button" autofocus aria-disabled=${this.#attempt.isBusy} @click=${remove('keep')}>
            ${folders.keepDocuments}
          </button>
        </div>
      </form>
    `
  }

  #error() {
    return html`<p class="fail" id="problem" role="alert" dir="auto">${this.#attempt.problem || nothing}</p>`
  }

  #add(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const sent = new FormData(event.target as HTMLFormElement)
    const mode = modes.find((each) => each === sent.get('mode')) ?? 'copy'
    return this.#try(async () => {
      const workspace = await this.#workspaces.store.needed()
      await this.#folders.store.add(workspace.id, { path: pasted(String(sent.get('path'))), mode })
    })
  }

  #try(work: () => Promise<void>): Promise<void> {
    return this.#attempt.make(async () => {
      await work()
      this.dialog.close()
    })
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
