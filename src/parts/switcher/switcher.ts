import { consume } from '@lit/context'
import { html, LitElement, nothing } from 'lit'
import { customElement, state } from 'lit/decorators.js'
import '../../components/menu.ts'
import type { Workspace } from '../../api/workspaces.ts'
import { load } from '../../base/load.ts'
import { pickFiles } from '../../base/picked-files.ts'
import { fileNameOf } from '../../base/save.ts'
import { Use } from '../../base/use.ts'
import type { MenuItem } from '../../components/menu.ts'
import { saveExport } from '../../components/save-export.ts'
import { type Backend, backendContext } from '../../state/app-state.ts'
import { noticesContext } from '../../state/notices.ts'
import { workspacesContext } from '../../state/workspaces.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import type { WorkspaceChange } from './workspace-dialog.ts'

/** Which workspace is open, and what can be done with it. */
@customElement('aios-switcher')
export class AiosSwitcher extends LitElement {
  @consume({ context: backendContext }) private backend!: Backend
  readonly #workspaces = new Use(this, workspacesContext)
  readonly #notices = new Use(this, noticesContext)
  @state() private change: WorkspaceChange | undefined

  protected override render() {
    const { store } = this.#workspaces
    const { current } = store
    if (!this.#workspaces.value.items) return nothing
    return html`
      <aios-menu
        .label=${current?.name ?? text.workspaces.none}
        .description=${text.workspaces.current(current?.name ?? text.workspaces.none)}
        .items=${this.#items(current)}
        @open=${() => store.refresh()}
      ></aios-menu>
      ${
        this.change
          ? html`<aios-workspace-dialog
              .change=${this.change}
              @close=${() => {
                this.change = undefined
              }}
            ></aios-workspace-dialog>`
          : nothing
      }
    `
  }

  #items(current: Workspace | undefined): MenuItem[] {
    const { store, value } = this.#workspaces
    const all = (value.items ?? []).map(
      (workspace): MenuItem => ({
        label: workspace.name,
        detail: text.workspaces.documents(workspace.documents),
        isCurrent: workspace.id === current?.id,
        run: () => store.open(workspace.id),
      }),
    )
    const line: MenuItem[] = all.length > 0 ? ['line'] : []
    const create: MenuItem = { label: text.workspaces.new, icon: 'plus', run: () => this.#ask({ kind: 'create' }) }
    const take: MenuItem = { label: text.workspaces.import, icon: 'fileUp', run: () => void this.#import() }
    if (!current) return [...all, ...line, create, take]
    return [
      ...all,
      ...line,
      create,
      take,
      'line',
      { label: text.workspaces.rename, icon: 'rename', run: () => this.#ask({ kind: 'rename', workspace: current }) },
      { label: text.workspaces.export, icon: 'download', run: () => void this.#export(current) },
      'line',
      {
        label: text.workspaces.delete,
        icon: 'delete',
        isDanger: true,
        run: () => this.#ask({ kind: 'delete', workspace: current }),
      },
    ]
  }

  async #ask(change: WorkspaceChange): Promise<void> {
    await load(() => import('./workspace-dialog.ts'))
    this.change = change
  }

  #export({ id, name }: Workspace): Promise<void> {
    return saveExport({
      notices: this.#notices.store,
      take: (skip) => this.backend.workspaces.export(id, skip),
      fallback: `${fileNameOf(name)}.zip`,
      saving: text.workspaces.exporting(name),
      saved: text.workspaces.exported,
    })
  }

  async #import(): Promise<void> {
    const [picked] = await pickFiles()
    if (!picked) return
    const notices = this.#notices.store
    const importing = text.workspaces.importing(picked.file.name)
    try {
      const { name, imported } = await notices.during(importing, this.#workspaces.store.import(picked.file))
      notices.info(text.workspaces.imported(name, imported.documents, imported.tasks))
      const [first] = imported.skipped
      if (first) notices.error(text.workspaces.skipped(imported.skipped.length, `${first.path}: ${first.reason}`))
    } catch (error) {
      notices.error(error)
    }
  }

  static override styles = [base]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-switcher': AiosSwitcher
  }
}
