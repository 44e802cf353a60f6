import { css, html, LitElement, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { McpServer, McpTool } from '../../../api/mcp.ts'
import { Use } from '../../../base/use.ts'
import { icon } from '../../../components/icon.ts'
import { risks } from '../../../parts/approvals/approval-rules.ts'
import { visible } from '../../../parts/approvals/call-arguments.ts'
import { mcpContext } from '../../../state/mcp.ts'
import { text } from '../../../strings/index.ts'
import { base } from '../../../styles/base.ts'
import { controls } from '../../../styles/controls.ts'
import { states } from '../../../styles/view.ts'
import { providerStyles } from '../models/provider-styles.ts'
import { reviewStyles, secretsLine } from './command-review.ts'

const marks = { stopped: '', starting: 'running', ready: 'ok', failed: 'failed' } as const

/** An MCP server: what is run, how it is, its tools and what they may risk. Fires `edit`. */
@customElement('aios-mcp-server')
export class AiosMcpServer extends LitElement {
  @property({ attribute: false }) server!: McpServer
  readonly #mcp = new Use(this, mcpContext)

  protected override render() {
    const { name, setup, commandLine, status, enabled, error, tools, log } = this.server
    const state = !enabled ? text.mcp.off : status === 'stopped' ? text.mcp.idle : text.mcp.states[status]
    return html`
      <article aria-labelledby="name">
        <div class="top">
          <h4 id="name" dir="auto">${name}</h4>
          <p class="state ${enabled ? marks[status] : ''}" role="status">${state}</p>
        </div>
        <pre tabindex="0" role="group" aria-label="${text.mcp.command}: ${name}">${visible(commandLine)}</pre>
        ${setup.transport === 'stdio' && setup.folder ? html`<p class="soft address">${text.mcp.folder(setup.folder)}</p>` : nothing}
        ${secretsLine(setup.transport === 'stdio' ? setup.env : setup.headers)}
        ${error ? html`<p class="problem" role="alert" dir="auto">${error}</p>` : nothing}
        ${this.#actions()}
        ${
          tools.length > 0
            ? html`<details>
                <summary>${text.mcp.tools(tools.length)}</summary>
                <p class="soft about">${text.mcp.toolsAbout}</p>
                <ul class="tools">${tools.map((tool) => this.#tool(tool))}</ul>
              </details>`
            : nothing
        }
        ${
          log.length > 0
            ? html`<details ?open=${status === 'failed'}>
                <summary>${text.mcp.log}</summary>
                <pre tabindex="0" role="group" aria-label="${text.mcp.log}: ${name}">${visible(log.join('\n'))}</pre>
              </details>`
            : nothing
        }
      </article>
    `
  }

  #actions() {
    const { id, name, enabled } = this.server
    const { store } = this.#mcp
    const run = () => store.attempt(id, { enabled: true })
    const act = (words: string, label: string, does: () => unknown) => html`
      <button class="button plain small" type="button" aria-label=${label} @click=${does}>${words}</button>
    `
    return html`
      <div class="actions small">
        ${
          enabled
            ? html`<button class="button small" type="button" aria-label=${text.mcp.restartLabel(name)} @click=${run}>
                  ${icon('retry')}${text.mcp.restart}
                </button>
                ${act(text.mcp.stop, text.mcp.stopLabel(name), () => store.attempt(id, { enabled: false }))}`
            : html`<button class="button small" type="button" aria-label=${text.mcp.allowLabel(name)} @click=${run}>
                ${icon('resume')}${text.mcp.allow}
              </button>`
        }
        ${act(text.mcp.edit, text.mcp.editLabel(name), () => this.dispatchEvent(new Event('edit')))}
        ${act(text.mcp.remove, text.mcp.removeLabel(name), () => store.remove(this.server))}
      </div>
    `
  }

  #tool({ name, title, description, risk, enabled, claims }: McpTool) {
    const { id } = this.server
    const { store } = this.#mcp
    const said = [claims.readOnly && text.mcp.claims.readOnly, claims.destructive && text.mcp.claims.destructive]
    return html`
      <li>
        <label class="pick">
          <input
            type="checkbox"
            aria-label=${text.mcp.toolOn(title)}
            .checked=${enabled}
            @change=${(event: Event) => store.changeTool(id, name, { enabled: (event.target as HTMLInputElement).checked })}
          />
          <span dir="auto">${visible(title)}</span>
        </label>
        <select
          class="field"
          aria-label=${text.mcp.toolRisk(title)}
          @change=${(event: Event) =>
            store.changeTool(id, name, { risk: (event.target as HTMLSelectElement).value as McpTool['risk'] })}
        >
          ${risks.map((each) => html`<option value=${each} ?selected=${each === risk}>${text.mcp.risks[each]}</option>`)}
        </select>
        <p class="soft about" dir="auto">
          ${visible(description)}
          ${said.filter(Boolean).map((words) => html`<em>(${words})</em> `)}
        </p>
      </li>
    `
  }

  static override styles = [
    base,
    controls,
    states,
    providerStyles,
    reviewStyles,
    css`
      article {
        display: grid;
        gap: var(--size-2);
      }

      .secrets,
      .about {
        font-size: var(--text-xs);
        overflow-wrap: anywhere;
      }

      .tools {
        display: grid;
        margin-block-start: var(--size-2);
      }

      .tools li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 7rem;
        gap: var(--size-1) var(--size-3);
        align-items: center;
        padding-block: var(--size-2);
        border-block-start: var(--hairline);
        font-size: var(--text-s);
      }

      .tools .about {
        grid-column: 1 / -1;
        max-block-size: 6rem;
        overflow: auto;
      }

      .pick {
        display: flex;
        gap: var(--size-2);
        align-items: baseline;
        overflow-wrap: anywhere;
        cursor: pointer;
      }

      .pick input {
        flex: none;
        accent-color: var(--accent);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-mcp-server': AiosMcpServer
  }
}
