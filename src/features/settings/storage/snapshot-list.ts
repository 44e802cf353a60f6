import { consume } from '@lit/context'
import { css, html, LitElement, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { SnapshotInfo, StorageReport } from '../../../api/storage.ts'
import { Use } from '../../../base/use.ts'
import { Attempt } from '../../../components/form/attempt.ts'
import { DialogForm, formDialog } from '../../../components/form/form-dialog.ts'
import { formStyles } from '../../../components/form/form-styles.ts'
import { type Backend, backendContext } from '../../../state/app-state.ts'
import { noticesContext } from '../../../state/notices.ts'
import { text } from '../../../strings/index.ts'
import { base } from '../../../styles/base.ts'
import { controls } from '../../../styles/controls.ts'
import { partStyles } from './storage-styles.ts'

type Operation = { what: 'restore' | 'remove'; copy: SnapshotInfo } | { what: 'repair' }

/** How a deed is asked about, and what its button says. */
const wordsFor = (operation: Operation) => {
  const { repair, snapshots } = text
  if (operation.what === 'repair') return { title: repair.askTitle, about: repair.askText, label: repair.askConfirm }
  const date = text.format.moment(operation.copy.createdAt)
  return operation.what === 'restore'
    ? { title: snapshots.restoreTitle(date), about: snapshots.restoreText, label: snapshots.restoreConfirm }
    : { title: snapshots.removeTitle(date), about: snapshots.removeText, label: snapshots.removeConfirm }
}

/** The copies of the database, the newest first: made, restored and deleted. Fires `changed` when the list is another one. */
@customElement('aios-settings-snapshots')
export class AiosSettingsSnapshots extends LitElement {
  @consume({ context: backendContext }) private backend!: Backend
  @property({ attribute: false }) report!: StorageReport
  /** What waits to be confirmed. */
  @state() private pending: Operation | undefined
  readonly #notices = new Use(this, noticesContext)
  readonly #making = new Attempt(this)
  readonly #doing = new DialogForm(this)

  protected override render() {
    const { snapshots: words } = text
    const { snapshots: copies, snapshotBudget } = this.report
    return html`
      <h4>${words.title}</h4>
      <p class="soft">${words.about(snapshotBudget)}</p>
      ${copies.length === 0 ? html`<p class="soft">${words.none}</p>` : nothing}
      <ul>
        ${copies.toReversed().map((copy) => this.#row(copy))}
      </ul>
      <div class="ways">
        <button class="button small" type="button" aria-disabled=${this.#making.isBusy} @click=${this.#make}>
          ${this.#making.isBusy ? words.making : words.make}
        </button>
        <button class="button small" type="button" @click=${() => this.#ask({ what: 'repair' })}>${text.repair.ask}</button>
      </div>
      <p class="fail" role="alert" dir="auto">${this.#making.problem || nothing}</p>
      ${this.pending ? this.#confirmation(this.pending) : nothing}
    `
  }

  #row(copy: SnapshotInfo) {
    const { snapshots: words } = text
    const { kind, size, createdAt, verified, name } = copy
    const date = text.format.moment(createdAt)
    const label = words.kinds[kind]
    const isDamaged = verified === false || kind === 'damaged'
    return html`
      <li title=${name}>
        <div class="about">
          <span class="date">${date}</span>
          <span class="soft">
            ${label} · <span class="figures">${text.format.size(size)}</span>
            ${kind === 'damaged' ? nothing : html` · ${isDamaged ? words.unsound : verified ? words.checked : words.unchecked}`}
          </span>
        </div>
        <div class="ways">
          ${
            isDamaged
              ? nothing
              : html`<button
                  class="button small"
                  type="button"
                  aria-label=${words.restoreLabel(label, date)}
                  @click=${() => this.#ask({ what: 'restore', copy })}
                >
                  ${words.restore}
                </button>`
          }
          <button
            class="button small plain"
            type="button"
            aria-label=${words.removeLabel(label, date)}
            @click=${() => this.#ask({ what: 'remove', copy })}
          >
            ${words.remove}
          </button>
        </div>
      </li>
    `
  }

  #confirmation(operation: Operation) {
    const { title, about, label } = wordsFor(operation)
    return formDialog(this.#doing, {
      heading: title,
      fields: html`<p>${about}</p>`,
      back: { hasFocus: true },
      actions: [{ label, look: operation.what === 'remove' ? 'danger' : 'primary' }],
      onSubmit: () => void this.#doing.send(() => this.#do(operation)),
      onClose: () => {
        this.pending = undefined
      },
    })
  }

  #ask(operation: Operation): void {
    this.#doing.error = undefined
    this.pending = operation
  }

  #make(): Promise<void> {
    return this.#making.make(async () => {
      await this.backend.storage.makeCopy()
      this.#notices.store.info(text.snapshots.made)
      this.#changed()
    })
  }

  async #do(operation: Operation): Promise<void> {
    const { storage } = this.backend
    if (operation.what === 'repair') await storage.repair()
    else if (operation.what === 'restore') await storage.restore(operation.copy.name)
    else await storage.removeCopy(operation.copy.name)
    this.#changed()
  }

  #changed(): void {
    this.dispatchEvent(new Event('changed'))
  }

  static override styles = [
    base,
    controls,
    formStyles,
    partStyles,
    css`
      ul {
        margin-block: var(--size-2) var(--size-3);
      }

      .about {
        display: grid;
      }

      .date {
        font-weight: var(--font-weight-5);
      }

      .fail:empty {
        display: none;
      }

      .fail {
        margin-block-start: var(--size-2);
        color: var(--fail);
        font-size: var(--text-s);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-settings-snapshots': AiosSettingsSnapshots
  }
}
