import { html, LitElement, nothing } from 'lit'
import { customElement, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { Folder } from '../../../api/folders.ts'
import { load } from '../../../base/load.ts'
import { Use } from '../../../base/use.ts'
import { icon } from '../../../components/icon.ts'
import { foldersContext } from '../../../state/folders.ts'
import { text } from '../../../strings/index.ts'
import { base } from '../../../styles/base.ts'
import { controls } from '../../../styles/controls.ts'
import './folder-dialog.ts'
import type { FolderChange } from './folder-dialog.ts'
import { folderStyles } from './folder-styles.ts'

/** The folders of this computer whose files the workspace follows: their state, looked at anew, added, let go. */
@customElement('aios-folders')
export class AiosFolders extends LitElement {
  @state() private change: FolderChange | undefined
  @state() private narrowed: Folder | undefined
  readonly #folders = new Use(this, foldersContext)

  protected override render() {
    const { items, error } = this.#folders.value
    if (!items && !error) return nothing
    const { folders } = text.library
    const failed = (items ?? []).filter(({ status }) => status === 'failed').length
    return html`
      <details>
        <summary>
          ${folders.title}
          <span class="soft figures">${items ? folders.summary(items.length) : nothing}</span>
          ${failed > 0 || error ? html`<span class="fail">${folders.failed(failed)}</span>` : nothing}
        </summary>
        ${error ? html`<p class="fail" role="alert">${error}</p>` : nothing}
        ${
          items?.length
            ? html`<ul aria-label=${folders.title}>
                ${repeat(
                  items,
                  ({ id }) => id,
                  (folder) => this.#row(folder),
                )}
              </ul>`
            : html`<p class="soft">${folders.none}</p>`
        }
        <button class="button small add" type="button" @click=${() => this.#open({ kind: 'add' })}>
          ${icon('plus')}${folders.add}
        </button>
      </details>
      ${
        this.change
          ? html`<aios-folder-dialog .change=${this.change} @close=${this.#closed}></aios-folder-dialog>`
          : nothing
      }
      ${
        this.narrowed
          ? html`<aios-folder-ignore-dialog .folder=${this.narrowed} @close=${this.#narrowed}></aios-folder-ignore-dialog>`
          : nothing
      }
    `
  }

  #row(folder: Folder) {
    const { id, path, mode, status, error } = folder
    const { folders } = text.library
    return html`
      <li class=${status}>
        <div class="what">
          <p class="path">${path}</p>
          <p class="soft figures" role="status">
            ${folders.modes[mode]} · ${status === 'in-step' ? this.#count(folder) : folders.states[status]}
          </p>
          ${error ? html`<p class="fail" dir="auto">${error}</p>` : nothing}
        </div>
        <button
          class="button small"
          type="button"
          aria-label=${folders.scanFor(path)}
          @click=${() => this.#folders.store.scan(id)}
        >
          ${icon('retry')}${folders.scan}
        </button>
        <button
          class="button plain small"
          type="button"
          aria-label=${folders.ignoreFor(path)}
          @click=${() => this.#ignore(folder)}
        >
          ${folders.ignore}
        </button>
        <button
          class="button plain small"
          type="button"
          aria-label=${folders.removeFor(path)}
          @click=${() => this.#open({ kind: 'remove', folder })}
        >
          ${folders.remove}
        </button>
      </li>
    `
  }

  #count({ files, leftOut, scannedAt }: Folder): string {
    return text.library.folders.inSync(files, leftOut, scannedAt ? text.format.ago(scannedAt) : '')
  }

  #open(change: FolderChange): void {
    this.change = change
  }

  /** The dialog is loaded when it is opened. */
  async #ignore(folder: Folder): Promise<void> {
    await load(() => import('./folder-ignore-dialog.ts'))
    this.narrowed = folder
  }

  #narrowed(): void {
    this.narrowed = undefined
  }

  /** The row that was removed cannot take the focus back. */
  async #closed(): Promise<void> {
    const before = this.shadowRoot?.activeElement
    this.change = undefined
    await this.updateComplete
    if (!before?.isConnected || before.localName === 'aios-folder-dialog')
      this.renderRoot.querySelector<HTMLElement>('.add')?.focus()
  }

  static override styles = [base, controls, folderStyles]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-folders': AiosFolders
  }
}
