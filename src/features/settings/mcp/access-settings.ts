import { consume } from '@lit/context'
import { Task } from '@lit/task'
import { css, html, LitElement, nothing } from 'lit'
import { customElement, state } from 'lit/decorators.js'
import type { McpAccess, McpAccessChange } from '../../../api/mcp.ts'
import { Use } from '../../../base/use.ts'
import { copy } from '../../../components/copy.ts'
import { problem } from '../../../components/problem.ts'
import { skeleton, skeletonStyles } from '../../../components/skeleton.ts'
import { type Backend, backendContext } from '../../../state/app-state.ts'
import { noticesContext } from '../../../state/notices.ts'
import { text } from '../../../strings/index.ts'
import { base } from '../../../styles/base.ts'
import { code } from '../../../styles/code.ts'
import { controls } from '../../../styles/controls.ts'
import { states } from '../../../styles/view.ts'

/** How other programs reach the library by MCP: whether they may, where, and with which token. */
@customElement('aios-settings-access')
export class AiosSettingsAccess extends LitElement {
  @consume({ context: backendContext }) private backend!: Backend
  @state() private changed: McpAccess | undefined
  @state() private isShown = false
  readonly #notices = new Use(this, noticesContext)
  readonly #access = new Task(this, { task: (_, { signal }) => this.backend.mcp.access(signal), args: () => [] })

  protected override render() {
    return html`
      <p class="soft">${text.access.about}</p>
      ${this.#access.render({
        pending: () => skeleton(3),
        error: (error) => problem(error, () => this.#access.run()),
        complete: (found) => this.#content(this.changed ?? found),
      })}
    `
  }

  #content(found: McpAccess) {
    const { access } = text
    return html`
      <label class="pick">
        <input
          type="checkbox"
          .checked=${found.enabled}
          @change=${(event: Event) => this.#change({ enabled: (event.target as HTMLInputElement).checked })}
        />
        <span>${access.allow}</span>
      </label>
      ${found.enabled ? this.#ways(found) : nothing}
    `
  }

  #ways(found: McpAccess) {
    const { access } = text
    const settings = settingsFor(found)
    return html`
      <h4>${access.address}</h4>
      <p class="soft">${access.addressAbout}</p>
      <pre tabindex="0" role="group" aria-label=${access.address}>${found.url}</pre>
      <div class="buttons">${this.#copies(access.copyAddress, found.url)}</div>
      <h4>${access.token}</h4>
      <pre tabindex="0" role="group" aria-label=${access.token}>${this.isShown && found.token ? access.header(found.token) : '••••••••••••••••'}</pre>
      <div class="buttons">
        ${
          found.token
            ? html`${this.#copies(access.copyToken, found.token)}
                <button
                  class="button small"
                  type="button"
                  aria-pressed=${this.isShown}
                  @click=${() => {
                    this.isShown = !this.isShown
                  }}
                >
                  ${access.show}
                </button>`
            : nothing
        }
        <button class="button small" type="button" @click=${() => this.#rotate()}>${access.rotate}</button>
      </div>
      <h4>${access.command}</h4>
      <p class="soft">${access.commandAbout}</p>
      <pre tabindex="0" role="group" aria-label=${access.command}>${settings}</pre>
      <div class="buttons">${this.#copies(access.copyCommand, settings)}</div>
    `
  }

  #copies(label: string, words: string) {
    return html`
      <button class="button small" type="button" @click=${() => copy(words, this.#notices.store)}>${label}</button>
    `
  }

  async #rotate(): Promise<void> {
    if (await this.#change({ newToken: true })) this.#notices.store.info(text.access.rotated)
  }

  async #change(change: McpAccessChange): Promise<boolean> {
    try {
      this.changed = await this.backend.mcp.changeAccess(change)
      return true
    } catch (error) {
      this.#notices.store.error(error)
      await this.#access.run() // the box shows what is, not what was wished
      return false
    }
  }

  static override styles = [
    base,
    controls,
    states,
    skeletonStyles,
    code,
    css`
      .pick {
        display: flex;
        gap: var(--size-2);
        align-items: baseline;
        margin-block: var(--size-4);
        cursor: pointer;
      }

      .pick input {
        accent-color: var(--accent);
      }

      h4 {
        margin-block: var(--size-4) var(--size-1);
        font-size: var(--text-m);
        font-weight: var(--font-weight-6);
      }

      .soft {
        font-size: var(--text-s);
      }


      pre {
        margin-block: var(--size-2);
      }

      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: var(--size-2);
      }
    `,
  ]
}

/** The settings as most programs take them. */
const settingsFor = ({ command: [program = '', ...args], env }: McpAccess): string =>
  JSON.stringify({ mcpServers: { aios: { command: program, args, ...(env && { env }) } } }, undefined, 2)

declare global {
  interface HTMLElementTagNameMap {
    'aios-settings-access': AiosSettingsAccess
  }
}
