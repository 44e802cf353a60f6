import { consume } from '@lit/context'
import { Task } from '@lit/task'
import { css, html, LitElement } from 'lit'
import { customElement } from 'lit/decorators.js'
import type { StorageReport } from '../../../api/storage.ts'
import { Use } from '../../../base/use.ts'
import { fact } from '../../../components/fact.ts'
import { problem } from '../../../components/problem.ts'
import { skeleton, skeletonStyles } from '../../../components/skeleton.ts'
import { type Backend, backendContext, connectionContext } from '../../../state/app-state.ts'
import { text } from '../../../strings/index.ts'
import { base } from '../../../styles/base.ts'
import { controls } from '../../../styles/controls.ts'
import { facts, states } from '../../../styles/view.ts'
import './originals-check.ts'
import './snapshot-list.ts'
import './unclaimed-files.ts'

/** Where the data is, how much of it, and the copies of the database. */
@customElement('aios-settings-storage')
export class AiosSettingsStorage extends LitElement {
  @consume({ context: backendContext }) private backend!: Backend
  readonly #connection = new Use(this, connectionContext)

  /** Asked again when the backend has come back. */
  readonly #report = new Task(this, {
    args: () => [this.#connection.value.state === 'connected'] as const,
    task: (_, { signal }) => this.backend.storage.report(signal),
  })

  protected override render() {
    return html`
      <p class="soft">${text.settings.storageAbout}</p>
      <aios-settings-unclaimed></aios-settings-unclaimed>
      ${this.#report.render({
        pending: () => skeleton(3),
        complete: (report) => html`
          ${sizes(report)}
          <aios-originals-check></aios-originals-check>
          <aios-settings-snapshots .report=${report} @changed=${() => this.#report.run()}></aios-settings-snapshots>
        `,
        error: (error) => problem(error, () => this.#report.run()),
      })}
    `
  }

  static override styles = [
    base,
    controls,
    states,
    facts,
    skeletonStyles,
    css`
      .facts {
        margin-block: var(--size-3);
      }
    `,
  ]
}

const sizes = ({ dataDir, database, originals }: StorageReport) => html`
  <dl class="facts">
    ${fact(text.settings.where, dataDir)} ${fact(text.settings.originals, text.format.size(originals))}
    ${fact(text.settings.database, text.format.size(database))}
  </dl>
`

declare global {
  interface HTMLElementTagNameMap {
    'aios-settings-storage': AiosSettingsStorage
  }
}
