import { html, LitElement, nothing } from 'lit'
import { customElement, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { McpServer } from '../../../api/mcp.ts'
import { load } from '../../../base/load.ts'
import { Use } from '../../../base/use.ts'
import { icon } from '../../../components/icon.ts'
import { problem } from '../../../components/problem.ts'
import { skeleton, skeletonStyles } from '../../../components/skeleton.ts'
import { mcpContext } from '../../../state/mcp.ts'
import { text } from '../../../strings/index.ts'
import { base } from '../../../styles/base.ts'
import { controls } from '../../../styles/controls.ts'
import { states } from '../../../styles/view.ts'
import { listStyles } from '../connection-list-styles.ts'
import './mcp-server-card.ts'

type Open = { kind: 'form'; server?: McpServer } | { kind: 'paste' } | undefined

/** The MCP servers that were added, and the ways to add one. */
@customElement('aios-settings-mcp')
export class AiosSettingsMcp extends LitElement {
  @state() private open: Open
  readonly #mcp = new Use(this, mcpContext)

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#mcp.store.refresh()
  }

  protected override render() {
    return html`
      <p class="soft">${text.mcp.about}</p>
      <div class="ways">
        <button class="button" type="button" @click=${() => this.#show({ kind: 'form' })}>
          ${icon('plus')}${text.mcp.add}
        </button>
        <button class="button" type="button" @click=${() => this.#show({ kind: 'paste' })}>
          ${icon('copy')}${text.mcp.paste}
        </button>
      </div>
      ${this.#list()}
      ${
        this.open?.kind === 'form'
          ? html`<aios-mcp-dialog .server=${this.open.server} @close=${this.#close}></aios-mcp-dialog>`
          : nothing
      }
      ${this.open?.kind === 'paste' ? html`<aios-mcp-paste @close=${this.#close}></aios-mcp-paste>` : nothing}
    `
  }

  #list() {
    const { items, error } = this.#mcp.value
    if (!items) return error ? problem(new Error(error), () => this.#mcp.store.refresh()) : skeleton(3)
    if (items.length === 0) return html`<div class="empty"><p>${text.mcp.none}</p></div>`
    return html`
      <ul>
        ${repeat(
          items,
          ({ id }) => id,
          (server) => html`
            <li>
              <aios-mcp-server
                .server=${server}
                @edit=${() => this.#show({ kind: 'form', server })}
              ></aios-mcp-server>
            </li>
          `,
        )}
      </ul>
    `
  }

  async #show(open: NonNullable<Open>): Promise<void> {
    await load<unknown>(() =>
      open.kind === 'form' ? import('./mcp-server-dialog.ts') : import('./mcp-paste-dialog.ts'),
    )
    this.open = open
  }

  #close(): void {
    this.open = undefined
  }

  static override styles = [base, controls, states, skeletonStyles, listStyles]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-settings-mcp': AiosSettingsMcp
  }
}
