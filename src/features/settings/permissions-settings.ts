import { consume } from '@lit/context'
import { Task } from '@lit/task'
import { css, html, LitElement } from 'lit'
import { customElement } from 'lit/decorators.js'
import type { Grant } from '../../api/approvals.ts'
import { Use } from '../../base/use.ts'
import { problem } from '../../components/problem.ts'
import { skeleton, skeletonStyles } from '../../components/skeleton.ts'
import { agentsContext } from '../../state/agents.ts'
import { type Backend, backendContext } from '../../state/app-state.ts'
import { noticesContext } from '../../state/notices.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'
import { states } from '../../styles/view.ts'

/** What agents may do without asking, which can be taken back. */
@customElement('aios-settings-permissions')
export class AiosSettingsPermissions extends LitElement {
  @consume({ context: backendContext }) private backend!: Backend
  readonly #agents = new Use(this, agentsContext)
  readonly #notices = new Use(this, noticesContext)
  readonly #grants = new Task(this, {
    task: (_, { signal }) => this.backend.approvals.grants(signal),
    args: () => [],
  })

  protected override render() {
    return html`
      <p class="soft">${text.permissions.about}</p>
      ${this.#grants.render({
        pending: () => (this.#grants.value ? this.#list(this.#grants.value) : skeleton(3)),
        error: (error) => problem(error, () => this.#grants.run()),
        complete: (grants) => this.#list(grants),
      })}
    `
  }

  #list(grants: readonly Grant[]) {
    const { permissions } = text
    if (grants.length === 0) return html`<div class="empty"><p>${permissions.none}</p></div>`
    return html`<ul aria-label=${permissions.title}>${grants.map((grant) => this.#grant(grant))}</ul>`
  }

  #grant(grant: Grant) {
    const { permissions } = text
    const agent = this.#agents.store.find(grant.agentId)?.name ?? permissions.goneAgent
    return html`
      <li>
        <div>
          <p class="agent" dir="auto">${agent}</p>
          <p class="soft">${text.approvals.toolName(grant.tool)} · ${text.format.ago(grant.createdAt)}</p>
        </div>
        <button
          class="button small"
          type="button"
          aria-label=${permissions.revokeLabel(agent, grant.tool)}
          @click=${() => this.#revoke(grant, agent)}
        >
          ${permissions.revoke}
        </button>
      </li>
    `
  }

  async #revoke({ id }: Grant, agent: string): Promise<void> {
    const notices = this.#notices.store
    try {
      await this.backend.approvals.revoke(id)
      notices.info(text.permissions.revoked(agent))
    } catch (error) {
      notices.error(error)
    }
    await this.#grants.run()
  }

  static override styles = [
    base,
    controls,
    states,
    skeletonStyles,
    css`
      ul {
        margin-block-start: var(--size-3);
      }

      li {
        display: flex;
        gap: var(--size-3);
        align-items: center;
        justify-content: space-between;
        padding-block: var(--size-3);
        border-block-start: var(--hairline);
        overflow-wrap: anywhere;
      }

      li p {
        font-size: var(--text-s);
      }

      .agent {
        font-weight: var(--font-weight-5);
      }

      .button {
        flex: none;
      }

      .empty {
        margin-block: var(--size-6);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-settings-permissions': AiosSettingsPermissions
  }
}
