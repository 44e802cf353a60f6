import { css, html, LitElement, nothing } from 'lit'
import { customElement, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { NewProvider } from '../../../api/providers.ts'
import { load } from '../../../base/load.ts'
import { Use } from '../../../base/use.ts'
import { icon } from '../../../components/icon.ts'
import { problem } from '../../../components/problem.ts'
import { skeleton, skeletonStyles } from '../../../components/skeleton.ts'
import { providersContext } from '../../../state/providers.ts'
import { text } from '../../../strings/index.ts'
import { base } from '../../../styles/base.ts'
import { controls } from '../../../styles/controls.ts'
import { states } from '../../../styles/view.ts'
import { listStyles } from '../connection-list-styles.ts'
import './found-servers.ts'
import './provider-card.ts'
import type { ProviderDraft } from './provider-dialog.ts'

/** The model servers that are connected, and the ways to connect one. */
@customElement('aios-settings-models')
export class AiosSettingsModels extends LitElement {
  @state() private draft: ProviderDraft | undefined
  @state() private isLooking = false
  readonly #providers = new Use(this, providersContext)

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#providers.store.refresh()
  }

  protected override render() {
    const { hasNone } = this.#providers.store
    const { setup } = this.#providers.value
    return html`
      <p class="soft">${text.models.about}</p>
      <div class="ways">
        <button class="button ${hasNone ? 'primary' : ''}" type="button" @click=${this.#look}>
          ${icon('search')}${text.models.find}
        </button>
        <button class="button" type="button" ?disabled=${!setup} @click=${() => this.#open({})}>
          ${icon('plus')}${text.models.add}
        </button>
      </div>
      ${this.isLooking ? html`<aios-found-servers @add=${this.#addFound}></aios-found-servers>` : nothing}
      ${this.#list()}
      ${
        setup
          ? html`<p class="soft keys">${text.models.keyStores[setup.keyStore.kind](setup.keyStore.place)}</p>`
          : nothing
      }
      ${
        this.draft
          ? html`<aios-provider-dialog .draft=${this.draft} @close=${this.#close}></aios-provider-dialog>`
          : nothing
      }
    `
  }

  #list() {
    const { items, error } = this.#providers.value
    if (!items) return error ? problem(new Error(error), () => this.#providers.store.refresh()) : skeleton(3)
    if (items.length === 0) return html`<div class="empty"><p>${text.models.none}</p></div>`
    return html`
      <ul>
        ${repeat(
          items,
          ({ id }) => id,
          (provider) => html`
            <li>
              <aios-provider .provider=${provider} @edit=${() => this.#open({ provider })}></aios-provider>
            </li>
          `,
        )}
      </ul>
    `
  }

  /** Pressed again, it looks again. */
  async #look(): Promise<void> {
    this.isLooking = false
    await this.updateComplete
    this.isLooking = true
  }

  #addFound({ detail }: CustomEvent<NewProvider>): void {
    void this.#open({ from: detail })
  }

  async #open(draft: ProviderDraft): Promise<void> {
    await load(() => import('./provider-dialog.ts'))
    this.draft = draft
  }

  #close(): void {
    this.draft = undefined
  }

  static override styles = [
    base,
    controls,
    states,
    skeletonStyles,
    listStyles,
    css`
      aios-found-servers {
        margin-block-end: var(--size-4);
      }

      .keys {
        padding-block-start: var(--size-3);
        border-block-start: var(--hairline);
        font-size: var(--text-s);
        overflow-wrap: anywhere;
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-settings-models': AiosSettingsModels
  }
}
