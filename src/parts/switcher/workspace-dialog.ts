import { html, LitElement, nothing } from 'lit'
import { customElement, property, query } from 'lit/decorators.js'
import '../../components/dialog.ts'
import type { Workspace } from '../../api/workspaces.ts'
import { Use } from '../../base/use.ts'
import { Attempt } from '../../components/attempt.ts'
import type { AiosDialog } from '../../components/dialog.ts'
import { formStyles } from '../../components/form-styles.ts'
import { workspacesContext } from '../../state/workspaces.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'

export type WorkspaceChange =
  | { kind: 'create' }
  | { kind: 'rename'; workspace: Workspace }
  | { kind: 'delete'; workspace: Workspace }

/** Asks for a workspace's name, or whether it is to be deleted; fires `close`. */
@customElement('aios-workspace-dialog')
export class AiosWorkspaceDialog extends LitElement {
  @property({ attribute: false }) change: WorkspaceChange = { kind: 'create' }
  readonly #attempt = new Attempt(this)
  @query('aios-dialog') private dialog!: AiosDialog
  readonly #workspaces = new Use(this, workspacesContext)

  protected override render() {
    const { change } = this
    return html`
      <aios-dialog .heading=${headingOf(change)} @close=${() => this.dispatchEvent(new Event('close'))}>
        ${change.kind === 'delete' ? this.#deletion(change.workspace) : this.#nameForm(change)}
      </aios-dialog>
    `
  }

  #nameForm(change: Exclude<WorkspaceChange, { kind: 'delete' }>) {
    const name = change.kind === 'rename' ? change.workspace.name : ''
    return html`
      <form @submit=${this.#submit}>
        <label for="name">${text.workspaces.nameLabel}</label>
        <input
          class="field"
          id="name"
          name="name"
          required
          maxlength="200"
          autocomplete="off"
          autofocus
          dir="auto"
          placeholder=${text.workspaces.nameHint}
          .value=${name}
        />
        ${this.#error()}
        <div class="buttons">
          <button class="button" type="button" @click=${() => this.dialog.close()}>${text.action.cancel}</button>
          <button class="button primary" type="submit" ?disabled=${this.#attempt.isBusy}>
            ${change.kind === 'create' ? text.workspaces.create : text.workspaces.renameConfirm}
          </button>
        </div>
      </form>
    `
  }

  #deletion({ name, documents }: Workspace) {
    return html`
      <form @submit=${this.#submit}>
        <p>${text.workspaces.deleteText(documents)}</p>
        ${this.#error()}
        <div class="buttons">
          <button class="button" type="button" autofocus @click=${() => this.dialog.close()}>
            ${text.action.cancel}
          </button>
          <button class="button danger" type="submit" ?disabled=${this.#attempt.isBusy}>
            ${text.workspaces.deleteConfirm(name, documents)}
          </button>
        </div>
      </form>
    `
  }

  #error() {
    return html`<p class="fail" role="alert">${this.#attempt.problem || nothing}</p>`
  }

  #submit(event: SubmitEvent): Promise<void> | undefined {
    event.preventDefault()
    const { store } = this.#workspaces
    const { change } = this
    const name = String(new FormData(event.target as HTMLFormElement).get('name') ?? '').trim()
    if (change.kind !== 'delete' && name === '') return undefined
    return this.#attempt.make(async () => {
      if (change.kind === 'create') await store.add(name)
      if (change.kind === 'rename') await store.rename(change.workspace.id, name)
      if (change.kind === 'delete') await store.remove(change.workspace.id)
      this.dialog.close()
    })
  }

  static override styles = [base, controls, formStyles]
}

const headingOf = (change: WorkspaceChange): string => {
  if (change.kind === 'create') return text.workspaces.createTitle
  if (change.kind === 'rename') return text.workspaces.renameTitle
  return text.workspaces.deleteTitle(change.workspace.name)
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-workspace-dialog': AiosWorkspaceDialog
  }
}
