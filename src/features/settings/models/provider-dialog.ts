import { css, html, LitElement, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import type { NewProvider, Preset, Provider } from '../../../api/providers.ts'
import { Use } from '../../../base/use.ts'
import { DialogForm, formDialog } from '../../../components/form/form-dialog.ts'
import { formStyles } from '../../../components/form/form-styles.ts'
import { providersContext } from '../../../state/providers.ts'
import { text } from '../../../strings/index.ts'
import { base } from '../../../styles/base.ts'
import { controls } from '../../../styles/controls.ts'
import './key-field.ts'
import type { AiosKeyField } from './key-field.ts'

/** What is edited: a provider that is there, or a new one, perhaps begun with what is known of it. */
export type ProviderDraft = { provider: Provider } | { from?: NewProvider }

/** Connects a model server, or changes how one is reached; fires `close`. */
@customElement('aios-provider-dialog')
export class AiosProviderDialog extends LitElement {
  @property({ attribute: false }) draft: ProviderDraft = {}
  @state() private kind: Preset['id'] | undefined
  readonly #form = new DialogForm(this)
  @query('aios-key-field') private keyField!: AiosKeyField
  readonly #providers = new Use(this, providersContext)

  get #provider(): Provider | undefined {
    return 'provider' in this.draft ? this.draft.provider : undefined
  }

  get #presets(): readonly Preset[] {
    return this.#providers.value.setup?.presets ?? []
  }

  get #preset(): Preset | undefined {
    const from = 'provider' in this.draft ? this.draft.provider : this.draft.from
    const wanted = this.kind ?? from?.preset
    return this.#presets.find(({ id }) => id === wanted) ?? this.#presets[0]
  }

  protected override render() {
    const provider = this.#provider
    const { form } = text.models
    return formDialog(this.#form, {
      heading: provider ? form.editTitle(provider.name) : form.addTitle,
      fields: html`
          ${provider ? nothing : this.#kinds()} ${this.#place()}
          <aios-key-field .preset=${this.#preset} .isHeld=${provider?.hasKey ?? false}></aios-key-field>
          ${provider ? limits(provider.limits) : nothing}
      `,
      actions: [{ label: provider ? form.save : form.create }],
      onSubmit: () => void this.#form.send(() => (provider ? this.#change(provider) : this.#add())),
    })
  }

  #kinds() {
    const { form } = text.models
    const groups: [string, (preset: Preset) => boolean][] = [
      [form.local, ({ local }) => local],
      [form.service, ({ local, id }) => !local && id !== 'custom'],
      [form.other, ({ id }) => id === 'custom'],
    ]
    return html`
      <label for="kind">${form.kind}</label>
      <select
        class="field"
        id="kind"
        autofocus
        @change=${(event: Event) => {
          this.kind = (event.target as HTMLSelectElement).value as Preset['id']
        }}
      >
        ${groups.map(
          ([label, belongs]) => html`
            <optgroup label=${label}>
              ${this.#presets
                .filter(belongs)
                .map(({ id, name }) => html`<option value=${id} ?selected=${id === this.#preset?.id}>${name}</option>`)}
            </optgroup>
          `,
        )}
      </select>
    `
  }

  /** What a kind is usually called and found at stands there already, until something else is typed. */
  #place() {
    const { form } = text.models
    const preset = this.#preset
    const from = 'provider' in this.draft ? this.draft.provider : this.draft.from
    const known = from?.preset === preset?.id ? from : undefined
    return html`
      <label for="name">${form.name}</label>
      <input class="field" id="name" required maxlength="200" dir="auto" .value=${known?.name ?? preset?.name ?? ''} />
      <label for="address">${form.address}</label>
      <input
        class="field"
        id="address"
        type="url"
        required
        maxlength="2000"
        autocomplete="off"
        spellcheck="false"
        aria-describedby="address-about"
        placeholder="https://"
        .value=${known?.baseUrl ?? preset?.baseUrl ?? ''}
      />
      <p class="soft about" id="address-about">${form.addressAbout}</p>
    `
  }

  async #add(): Promise<void> {
    const { key } = this.keyField
    const embeddingModel = 'from' in this.draft ? this.draft.from?.embeddingModel : undefined
    await this.#providers.store.add({
      preset: this.#preset?.id ?? 'custom',
      name: this.#valueOf('name'),
      baseUrl: this.#valueOf('address'),
      ...(key && { key }),
      ...(embeddingModel && { embeddingModel }),
    })
  }

  async #change({ id }: Provider): Promise<void> {
    const { store } = this.#providers
    await store.change(id, {
      name: this.#valueOf('name'),
      baseUrl: this.#valueOf('address'),
      key: this.keyField.key,
      limits: { parallel: Number(this.#valueOf('parallel')), patience: Number(this.#valueOf('patience')) },
    })
    void store.check(id)
  }

  #valueOf(id: string): string {
    return this.renderRoot.querySelector<HTMLInputElement>(`#${id}`)?.value.trim() ?? ''
  }

  static override styles = [
    base,
    controls,
    formStyles,
    css`
      .about {
        font-size: var(--text-xs);
      }

      .limits {
        display: grid;
        gap: var(--size-2);
      }

      .limits > div {
        display: flex;
        gap: var(--size-3);
        align-items: center;
        justify-content: space-between;
      }

      .number {
        flex: none;
        inline-size: 6rem;
      }
    `,
  ]
}

const limits = ({ parallel, patience }: Provider['limits']) => {
  const { form } = text.models
  const field = (id: string, label: string, value: number, min: number, max: number) => html`
    <div>
      <label for=${id}>${label}</label>
      <input class="field number" id=${id} type="number" required min=${min} max=${max} .value=${String(value)} />
    </div>
  `
  return html`
    <div class="limits" role="group" aria-label=${form.limits}>
      ${field('parallel', form.parallel, parallel, 1, 64)} ${field('patience', form.timeout, patience, 5, 3600)}
    </div>
  `
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-provider-dialog': AiosProviderDialog
  }
}
