import { html, LitElement, nothing } from 'lit'
import { customElement, state } from 'lit/decorators.js'
import type { Provider } from '../../../api/providers.ts'
import type { EmbeddingsChange, EmbeddingsChoice, EmbeddingsState } from '../../../api/search.ts'
import { Use } from '../../../base/use.ts'
import { Attempt } from '../../../components/form/attempt.ts'
import { icon } from '../../../components/icon.ts'
import { problem } from '../../../components/problem.ts'
import { skeleton, skeletonStyles } from '../../../components/skeleton.ts'
import { embeddingsContext } from '../../../state/embeddings.ts'
import { providersContext } from '../../../state/providers.ts'
import { hrefTo } from '../../../state/route.ts'
import { workspacesContext } from '../../../state/workspaces.ts'
import { text } from '../../../strings/index.ts'
import { base } from '../../../styles/base.ts'
import { controls } from '../../../styles/controls.ts'
import { states } from '../../../styles/view.ts'
import { embeddingsStyles } from './embeddings-styles.ts'

type Option = Required<EmbeddingsChoice> & { provider: Provider }

/** Whether passages are found by meaning, with which model, and how far that is. */
@customElement('aios-settings-embeddings')
export class AiosSettingsEmbeddings extends LitElement {
  /** Picked and not yet confirmed: nothing is sent before somebody has read where to. */
  @state() private picked: string | undefined
  readonly #attempt = new Attempt(this)
  readonly #embeddings = new Use(this, embeddingsContext)
  readonly #providers = new Use(this, providersContext)
  readonly #workspaces = new Use(this, workspacesContext)

  override connectedCallback(): void {
    super.connectedCallback()
    this.#embeddings.store.show(true)
    void this.#providers.store.refresh()
  }

  override disconnectedCallback(): void {
    this.#embeddings.store.show(false)
    super.disconnectedCallback()
  }

  protected override render() {
    const { state, error } = this.#embeddings.value
    const { items: providers } = this.#providers.value
    return html`
      <p class="soft">${text.embeddings.about}</p>
      ${error ? problem(new Error(error), () => this.#embeddings.store.refresh()) : nothing}
      ${state && providers ? [this.#state(state), this.#choice(state, optionsOf(providers))] : error ? nothing : skeleton(3)}
    `
  }

  #state(embeddings: EmbeddingsState) {
    const { state, choice, model, done, total, waits, error, retryAt } = embeddings
    if (state === 'off' || !choice) return nothing
    const provider = this.#providers.store.find(choice.providerId)
    const words = state === 'running' && waits ? text.embeddings.waiting : text.embeddings.states[state]
    const isEmpty = state === 'ready' && total === 0
    return html`
      <div class="now">
        <p class="state ${state}" role="status">${isEmpty ? text.embeddings.empty : words}</p>
        <p class="soft" dir="auto">
          ${text.embeddings.uses(model ?? choice.modelId ?? '', provider?.name ?? text.embeddings.goneProvider)}
        </p>
        ${
          total > 0 && state !== 'ready'
            ? html`<div class="progress figures">
                <progress max=${total} .value=${done} aria-label=${text.embeddings.title}></progress>
                ${text.embeddings.progress(done, total)}
              </div>`
            : nothing
        }
        ${done > 0 && done < total ? html`<p class="soft">${text.embeddings.partial}</p>` : nothing}
        ${
          error
            ? html`<p class="fail" role="alert" dir="auto">${error}</p>
                ${retryAt ? html`<p class="soft">${text.embeddings.retryAt(retryAt)}</p>` : nothing}`
            : nothing
        }
        ${this.#byWorkspace(embeddings)}
        <div class="actions">
          ${
            state === 'failed'
              ? html`<button class="button" type="button" ?disabled=${this.#attempt.isBusy} @click=${() => this.#change({})}>
                  ${icon('retry')}${text.embeddings.retry}
                </button>`
              : nothing
          }
          ${
            state === 'ready'
              ? nothing
              : html`<button
                  class="button"
                  type="button"
                  ?disabled=${this.#attempt.isBusy}
                  @click=${() => this.#change({ paused: state !== 'paused' })}
                >
                  ${state === 'paused' ? text.embeddings.resume : text.embeddings.pause}
                </button>`
          }
          <button class="button" type="button" ?disabled=${this.#attempt.isBusy} @click=${() => this.#change({ choice: null })}>
            ${text.embeddings.off}
          </button>
          <span class="soft">${text.embeddings.offAbout}</span>
        </div>
      </div>
    `
  }

  #byWorkspace({ workspaces }: EmbeddingsState) {
    const names = new Map(this.#workspaces.value.items?.map(({ id, name }) => [id, name]))
    if (workspaces.length < 2) return nothing
    return html`
      <details>
        <summary>${text.embeddings.workspaces}</summary>
        <ul>
          ${workspaces.map(
            ({ id, done, total }) => html`
              <li>
                <span class="cut" dir="auto">${names.get(id) ?? ''}</span>
                <span class="soft figures">${text.embeddings.progress(done, total)}</span>
              </li>
            `,
          )}
        </ul>
      </details>
    `
  }

  #choice({ state, choice, model }: EmbeddingsState, options: readonly Option[]) {
    const isUsed = ({ providerId, modelId }: Option) => choice?.providerId === providerId && model === modelId
    if (options.length === 0) return state === 'off' ? this.#none() : nothing
    const keyOf = ({ providerId, modelId }: Option) => `${providerId} ${modelId}`
    const used = options.find(isUsed)
    const shown = this.picked ?? (used ? keyOf(used) : '')
    const picked = options.find((option) => keyOf(option) === shown)
    return html`
      <label for="model">${text.embeddings.model}</label>
      <select
        class="field"
        id="model"
        .value=${shown}
        @change=${({ target }: Event) => {
          this.picked = (target as HTMLSelectElement).value
        }}
      >
        ${used ? nothing : html`<option value="" ?selected=${shown === ''}>${text.embeddings.choose}</option>`}
        ${options.map(
          (option) => html`
            <option value=${keyOf(option)} ?selected=${keyOf(option) === shown}>
              ${text.embeddings.option(option.modelId, option.provider.name)}
            </option>
          `,
        )}
      </select>
      ${picked ? html`<p class="soft">${sends(picked.provider)}</p>` : nothing}
      ${picked && state !== 'off' && !isUsed(picked) ? html`<p class="soft">${text.embeddings.changeAbout}</p>` : nothing}
      ${
        picked && !isUsed(picked)
          ? html`<button
              class="button ${state === 'off' ? 'primary' : ''}"
              type="button"
              ?disabled=${this.#attempt.isBusy}
              @click=${() => this.#use(picked)}
            >
              ${state === 'off' ? text.embeddings.on : text.embeddings.change}
            </button>`
          : nothing
      }
    `
  }

  #none() {
    return html`
      <p>${this.#providers.store.hasNone ? text.embeddings.noProvider : text.embeddings.noModel}</p>
      <a class="button" href=${hrefTo('settings', 'models')}>${text.embeddings.toModels}</a>
    `
  }

  async #use({ providerId, modelId }: Option): Promise<void> {
    await this.#change({ choice: { providerId, modelId } })
    this.picked = undefined
  }

  #change(change: EmbeddingsChange): Promise<void> {
    return this.#attempt.make(() => this.#embeddings.store.change(change))
  }

  static override styles = [base, controls, states, skeletonStyles, embeddingsStyles]
}

/** Models that are known to make vectors, and those that somebody chose for it. */
const optionsOf = (providers: readonly Provider[]): Option[] =>
  providers.flatMap((provider) => {
    const known = provider.models.filter(({ embeddings }) => embeddings).map(({ id }) => id)
    const models = new Set([...(provider.embeddingModel ? [provider.embeddingModel] : []), ...known])
    return [...models].map((modelId) => ({ providerId: provider.id, modelId, provider }))
  })

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

const sends = ({ baseUrl }: Provider): string => {
  const { host, hostname } = new URL(baseUrl)
  return text.embeddings.sends(host, loopback.has(hostname))
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-settings-embeddings': AiosSettingsEmbeddings
  }
}
