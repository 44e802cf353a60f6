import { html, LitElement, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { Probe, Provider, ProviderChange } from '../../../api/providers.ts'
import { Use } from '../../../base/use.ts'
import { icon } from '../../../components/icon.ts'
import { noticesContext } from '../../../state/notices.ts'
import { type Checkup, providersContext } from '../../../state/providers.ts'
import { text } from '../../../strings/index.ts'
import { base } from '../../../styles/base.ts'
import { controls } from '../../../styles/controls.ts'
import { states } from '../../../styles/view.ts'
import { findingsList, findingsStyles } from './provider-findings.ts'
import './model-facts.ts'
import '../../../components/form/model-field.ts'
import { providerStyles } from './provider-styles.ts'

/** A model server: what it is, which models are used, what the doctor found. Fires `edit`. */
@customElement('aios-provider')
export class AiosProvider extends LitElement {
  @property({ attribute: false }) provider!: Provider
  readonly #providers = new Use(this, providersContext)
  readonly #notices = new Use(this, noticesContext)

  protected override render() {
    const { id, name, baseUrl, keyStore, models, defaultModel } = this.provider
    const checkup = this.#providers.value.checkups.get(id)
    const state = stateOf(checkup)
    return html`
      <article aria-labelledby="name">
        <div class="top">
          <h4 id="name" dir="auto">${name}</h4>
          <p class="state ${state}" role="status">${text.models.states[state]}</p>
        </div>
        <p class="soft address">${baseUrl} · ${text.models.hasKey[keyStore ?? 'none']}</p>
        ${this.#chosen()}
        ${
          defaultModel === undefined && models.length > 0 && !checkup?.isRunning
            ? html`<p class="unset">${text.models.choose}</p>`
            : nothing
        }
        ${checkup ? this.#checkup(checkup) : nothing}
        ${models.length > 0 ? this.#facts() : nothing}
        ${this.#actions(checkup)}
      </article>
    `
  }

  #chosen() {
    const { name, models, defaultModel, embeddingModel } = this.provider
    const ids = (wanted: boolean) =>
      models.filter(({ embeddings = false }) => embeddings === wanted).map(({ id }) => id)
    return html`
      <div class="chosen">
        <aios-model-field
          .label=${text.models.model}
          .name=${text.models.modelOf(text.models.model, name)}
          .value=${defaultModel}
          .models=${ids(false)}
          @choose=${({ detail }: CustomEvent<string | null>) => this.#change({ defaultModel: detail })}
        ></aios-model-field>
        <aios-model-field
          .label=${text.models.embeddings}
          .name=${text.models.modelOf(text.models.embeddings, name)}
          .value=${embeddingModel}
          .models=${ids(true)}
          @choose=${({ detail }: CustomEvent<string | null>) => this.#change({ embeddingModel: detail })}
        ></aios-model-field>
      </div>
    `
  }

  /** Open while it goes on and when something is wrong: nobody should have to look for the reason. */
  #checkup(checkup: Checkup) {
    const { error, probe, findings, isRunning } = checkup
    if (error !== undefined) return html`<p class="problem" role="alert">${error}</p>`
    if (findings.length === 0 && !isRunning) return nothing
    return html`
      <details class="checkup" .open=${isRunning || findings.some(({ status }) => status === 'failed' || status === 'warning')}>
        <summary>${text.models.findings}</summary>
        ${findingsList(checkup, this.provider.name)}
      </details>
      ${probe?.suggestion ? this.#suggestion(probe.suggestion) : nothing}
    `
  }

  #suggestion({ baseUrl, model }: NonNullable<Probe['suggestion']>) {
    const change: ProviderChange = { ...(baseUrl && { baseUrl }), ...(model && { defaultModel: model }) }
    return html`
      <p class="suggestion">
        <button class="button small" type="button" @click=${() => this.#change(change, { check: true })}>
          ${icon('check')}<span>${text.models.useOther(baseUrl ?? model ?? '')}</span>
        </button>
      </p>
    `
  }

  #facts() {
    const { models } = this.provider
    return html`
      <details class="models">
        <summary>${text.models.facts(models.length)}</summary>
        <aios-model-facts .provider=${this.provider}></aios-model-facts>
      </details>
    `
  }

  #actions(checkup: Checkup | undefined) {
    const { id, name } = this.provider
    const { store } = this.#providers
    return html`
      <div class="actions small">
        ${
          checkup?.isRunning
            ? html`<button
                class="button small"
                type="button"
                aria-label=${text.models.stopLabel(name)}
                @click=${() => store.cancel(id)}
              >
                ${icon('cancel')}${text.models.stop}
              </button>`
            : html`<button
                class="button small"
                type="button"
                aria-label=${checkup ? text.models.checkAgainLabel(name) : text.models.checkLabel(name)}
                @click=${() => store.check(id)}
              >
                ${icon('retry')}${checkup ? text.models.checkAgain : text.models.check}
              </button>`
        }
        <button
          class="button plain small"
          type="button"
          aria-label=${text.models.editLabel(name)}
          @click=${() => this.dispatchEvent(new Event('edit'))}
        >
          ${text.models.edit}
        </button>
        <button
          class="button plain small"
          type="button"
          aria-label=${text.models.removeLabel(name)}
          @click=${() => store.remove(this.provider)}
        >
          ${text.models.remove}
        </button>
      </div>
    `
  }

  async #change(change: ProviderChange, { check = false } = {}): Promise<void> {
    const { id } = this.provider
    try {
      await this.#providers.store.change(id, change)
      if (check) await this.#providers.store.check(id)
    } catch (error) {
      this.#notices.store.error(error)
    }
  }

  static override styles = [base, controls, states, findingsStyles, providerStyles]
}

const stateOf = (checkup: Checkup | undefined): keyof typeof text.models.states => {
  if (!checkup) return 'unchecked'
  if (checkup.isRunning) return 'running'
  if (checkup.error !== undefined || checkup.probe?.ok === false) return 'failed'
  if (!checkup.probe) return 'unchecked'
  return checkup.findings.some(({ status }) => status === 'warning') ? 'warning' : 'ok'
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-provider': AiosProvider
  }
}
