import { consume } from '@lit/context'
import { Task } from '@lit/task'
import { css, html, LitElement } from 'lit'
import { customElement } from 'lit/decorators.js'
import type { StorageReport } from '../../../api/storage.ts'
import { fact } from '../../../components/fact.ts'
import { problem } from '../../../components/problem.ts'
import { skeleton, skeletonStyles } from '../../../components/skeleton.ts'
import { type Backend, backendContext, connectionContext } from '../../../state/app-state.ts'
import { Use } from '../../../state/use.ts'
import { text } from '../../../strings/index.ts'
import { base } from '../../../styles/base.ts'
import { controls } from '../../../styles/controls.ts'
import { facts, states } from '../../../styles/view.ts'
import './originals-check.ts'
import './unclaimed.ts'

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
      ${this.#report.render({
        pending: () => skeleton(3),
        complete: (report) => [sizes(report), html`<aios-originals-check></aios-originals-check>`, snapshots(report)],
        error: (error) => problem(error, () => this.#report.run()),
      })}
      <aios-settings-unclaimed></aios-settings-unclaimed>
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

      h4 {
        margin-block: var(--size-5) var(--size-1);
        font-size: var(--text-m);
        font-weight: var(--font-weight-6);
      }

      li {
        display: flex;
        flex-wrap: wrap;
        gap: 0 var(--size-3);
        justify-content: space-between;
        padding-block: var(--size-2);
        border-block-end: var(--hairline);
        font-size: var(--text-s);
      }

      .name {
        flex-basis: 100%;
        color: var(--text-2);
        font-size: var(--text-xs);
        overflow-wrap: anywhere;
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

/** The newest first: it is the one that would be put back. */
const snapshots = ({ snapshots: copies }: StorageReport) => html`
  <h4>${text.settings.snapshots}</h4>
  <p class="soft">${copies.length > 0 ? text.settings.snapshotsAbout : text.settings.noSnapshots}</p>
  <ul>
    ${copies.toReversed().map(
      ({ name, size, createdAt }) => html`
        <li class="figures">
          <span>${text.format.moment(createdAt)}</span>
          <span>${text.format.size(size)}</span>
          <span class="name">${name}</span>
        </li>
      `,
    )}
  </ul>
`

declare global {
  interface HTMLElementTagNameMap {
    'aios-settings-storage': AiosSettingsStorage
  }
}
