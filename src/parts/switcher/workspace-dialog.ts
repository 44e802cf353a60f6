import { html, LitElement } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { Workspace } from '../../api/workspaces.ts'
import { Use } from '../../base/use.ts'
import { DialogForm, formDialog } from '../../components/form/form-dialog.ts'
import { formStyles } from '../../components/form/form-styles.ts'
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
  readonly #form = new DialogForm(this)
  readonly #workspaces = new Use(this, workspacesContext)

  protected override render() {
    const { change } = this
    return change.kind === 'delete' ? this.#deletion(change.workspace) : this.#nameForm(change)
  }

  #nameForm(change: Exclude<WorkspaceChange, { kind: 'delete' }>) {
    const { workspaces } = text
    const isNew = change.kind === 'create'
    return formDialog(this.#form, {
      heading: isNew ? workspaces.createTitle : workspaces.renameTitle,
      fields: html`
        <label for="name">${workspaces.nameLabel}</label>
        <input
          class="field"
          id="name"
          name="name"
          required
          maxlength="200"
          autocomplete="off"
          autofocus
          dir="auto"
          placeholder=${workspaces.nameHint}
          .value=${isNew ? '' : change.workspace.name}
        />
      `,
      actions: [{ label: isNew ? workspaces.create : workspaces.renameConfirm }],
      onSubmit: (form) => {
        const name = String(new FormData(form).get('name')).trim()
        if (name !== '') void this.#form.send(() => this.#name(change, name))
      },
    })
  }

  async #name(change: Exclude<WorkspaceChange, { kind: 'delete' }>, name: string): Promise<void> {
    const { store } = this.#workspaces
    if (change.kind === 'create') await store.add(name)
    else await store.rename(change.workspace.id, name)
  }

  #deletion({ id, name, documents }: Workspace) {
    const { workspaces } = text
    return formDialog(this.#form, {
      heading: workspaces.deleteTitle(name),
      fields: html`<p>${workspaces.deleteText(documents)}</p>`,
      back: { hasFocus: true },
      actions: [{ label: workspaces.deleteConfirm(name, documents), look: 'danger' }],
      onSubmit: () => void this.#form.send(() => this.#workspaces.store.remove(id)),
    })
  }

  static override styles = [base, controls, formStyles]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-workspace-dialog': AiosWorkspaceDialog
  }
}
