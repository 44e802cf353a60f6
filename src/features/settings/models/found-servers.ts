import { Task } from '@lit/task'
import { css, html, LitElement } from 'lit'
import { customElement } from 'lit/decorators.js'
import type { NewProvider, Probe } from '../../../api/providers.ts'
import { Use } from '../../../base/use.ts'
import { problem } from '../../../components/problem.ts'
import { noticesContext } from '../../../state/notices.ts'
import { providersContext } from '../../../state/providers.ts'
import { text } from '../../../strings/index.ts'
import { base } from '../../../styles/base.ts'
import { controls } from '../../../styles/controls.ts'
import { states } from '../../../styles/view.ts'

/** Looks for model servers on this computer, once; each is added with one click. Fires `add` for one that wants a key. */
@customElement('aios-found-servers')
export class AiosFoundServers extends LitElement {
  readonly #providers = new Use(this, providersContext)
  readonly #notices = new Use(this, noticesContext)
  readonly #looking = new Task(this, {
    args: () => [],
    task: (_, { signal }) => this.#providers.store.look(signal),
  })

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#looking.abort()
  }

  protected override render() {
    return html`
      <section aria-label=${text.models.found}>
        ${this.#looking.render({
          pending: () => html`<p class="soft" role="status">${text.models.finding}</p>`,
          complete: (servers) =>
            servers.length > 0
              ? html`<h4>${text.models.found}</h4>
                  <ul>
                    ${servers.map((server) => this.#server(server))}
                  </ul>`
              : html`<p role="status">${text.models.foundNone}</p>`,
          error: (error) => problem(error, () => this.#looking.run()),
        })}
      </section>
    `
  }

  #server(server: Probe) {
    const { baseUrl, findings } = server
    const preset = this.#providers.value.setup?.presets.find(({ id }) => id === server.preset)
    const name = preset && preset.id !== 'custom' ? preset.name : new URL(baseUrl).host
    return html`
      <li>
        <div class="words">
          <p class="name">${name}</p>
          <p class="soft">${baseUrl} · ${findings.at(-1)?.message}</p>
        </div>
        ${this.#way(server, name)}
      </li>
    `
  }

  #way({ baseUrl, preset, models }: Probe, name: string) {
    if (this.#providers.value.items?.some((provider) => provider.baseUrl === baseUrl)) {
      return html`<span class="soft">${text.models.isConnected}</span>`
    }
    const wantsKey = models.length === 0
    const embeddingModel = models.find(({ embeddings }) => embeddings)?.id
    const provider: NewProvider = { name, preset, baseUrl, ...(embeddingModel && { embeddingModel }) }
    return html`
      <button
        class="button small"
        type="button"
        aria-label=${wantsKey ? text.models.connectWithKey : text.models.connectLabel(name)}
        @click=${() => (wantsKey ? this.#ask(provider) : this.#add(provider))}
      >
        ${wantsKey ? text.models.connectWithKey : text.models.connect}
      </button>
    `
  }

  #ask(provider: NewProvider): void {
    this.dispatchEvent(new CustomEvent('add', { detail: provider }))
  }

  async #add(provider: NewProvider): Promise<void> {
    try {
      await this.#providers.store.add(provider)
    } catch (error) {
      this.#notices.store.error(error)
    }
  }

  static override styles = [
    base,
    controls,
    states,
    css`
      section {
        padding: var(--size-3);
        border-radius: var(--radius-l);
        background: var(--surface-2);
        font-size: var(--text-s);
      }

      h4 {
        font-size: var(--text-s);
        font-weight: var(--font-weight-6);
      }

      li {
        display: flex;
        flex-wrap: wrap;
        gap: var(--size-2) var(--size-3);
        align-items: center;
        justify-content: end;
        padding-block: var(--size-2);
      }

      li + li {
        border-block-start: var(--hairline);
      }

      .words {
        flex: 1 1 14rem;
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }

      .name {
        font-size: var(--text-m);
        font-weight: var(--font-weight-5);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-found-servers': AiosFoundServers
  }
}
