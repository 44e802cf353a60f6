import { css, html, LitElement, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import '../../components/form/secret-rows.ts'
import type { External, ExternalChange, ExternalFindings, ExternalPreset } from '../../api/agents.ts'
import { Use } from '../../base/use.ts'
import { Attempt } from '../../components/form/attempt.ts'
import { fieldStyles, type Problems, problemOf, textField } from '../../components/form/form-fields.ts'
import type { AiosSecretRows } from '../../components/form/secret-rows.ts'
import { visible } from '../../parts/approvals/call-arguments.ts'
import { agentsContext } from '../../state/agents.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { code } from '../../styles/code.ts'
import { controls } from '../../styles/controls.ts'

const documentChoices = ['named', 'all', 'none'] as const

/** How the program of an agent is started: what is run stands there whole, and nothing of it runs before it is allowed. */
@customElement('aios-external-fields')
export class AiosExternalFields extends LitElement {
  /** What is stored, of an agent that there is. */
  @property({ attribute: false }) value: External | undefined
  @property() agentId: string | undefined
  @property({ attribute: false }) problems: Problems = {}
  @state() private presets: readonly ExternalPreset[] = []
  @state() private preset: ExternalPreset | undefined
  @state() private words = { command: '', args: '', folder: '' }
  @state() private isAllowed = false
  @state() private findings: ExternalFindings | undefined
  /** What is to be put right before it can be tried. */
  @state() private missing = ''
  readonly #attempt = new Attempt(this)
  @query('aios-secret-rows') private rows!: AiosSecretRows
  readonly #agents = new Use(this, agentsContext)

  override connectedCallback(): void {
    super.connectedCallback()
    const { command = '', args = [], folder = '', allowed = false } = this.value ?? {}
    this.words = { command, args: args.join('\n'), folder }
    this.isAllowed = allowed
    this.#agents.store
      .presets()
      .then((presets) => {
        this.presets = presets
      })
      .catch((error: Error) => {
        this.missing = error.message
      })
  }

  /** What stands in the fields; undefined where two variables have the same name. */
  get setup(): ExternalChange | undefined {
    const env = this.rows.secrets
    const folder = this.words.folder.trim()
    const documents = this.renderRoot.querySelector<HTMLSelectElement>('#documents')?.value as External['documents']
    const library = this.renderRoot.querySelector<HTMLInputElement>('#library')?.checked ?? true
    return (
      env && {
        ...{ command: this.words.command.trim(), args: this.#args(), env, documents, library },
        allowed: this.isAllowed,
        ...(folder && { folder }),
      }
    )
  }

  protected override render() {
    const { external } = text
    const { words, problems } = this
    const needs = this.preset?.env ?? []
    return html`
      <fieldset @input=${this.#typed}>
        <legend>${external.title}</legend>
        <p class="soft about">${external.about}</p>
        ${this.#known()}
        ${this.preset ? html`<p class="soft about">${this.preset.about}</p>` : nothing}
        ${textField({ name: 'command', label: external.command, value: words.command, problems: at('command', problems), max: 1000 })}
        ${textField({ name: 'args', label: external.args, value: words.args, problems: at('args', problems), rows: 3, isCode: true })}
        ${needs.length > 0 ? html`<p class="soft about">${external.needs(needs)}</p>` : nothing}
        <aios-secret-rows .label=${external.env} .held=${this.value?.env ?? []}></aios-secret-rows>
        ${problemOf('external.env', problems)}
        ${textField({ name: 'folder', label: external.folder, value: words.folder, problems: at('folder', problems), about: external.folderAbout, max: 2000 })}
        ${this.#ways()} ${this.#permission()}
      </fieldset>
    `
  }

  #known() {
    const { external } = text
    return html`
      <div class="one">
        <label for="preset">${external.preset}</label>
        <select class="field" id="preset" @change=${this.#choose}>
          <option value="">${external.noPreset}</option>
          ${this.presets.map(({ id, name }) => html`<option value=${id}>${name}</option>`)}
        </select>
      </div>
    `
  }

  #ways() {
    const { external } = text
    const { documents = 'named', library = true } = this.value ?? {}
    return html`
      <div class="one">
        <label for="documents">${external.documents}</label>
        <select class="field" id="documents">
          ${documentChoices.map(
            (choice) =>
              html`<option value=${choice} ?selected=${choice === documents}>${external.documentChoices[choice]}</option>`,
          )}
        </select>
      </div>
      <label class="pick">
        <input type="checkbox" id="library" .checked=${library} />
        <span>${external.library}</span>
      </label>
    `
  }

  #permission() {
    const { external } = text
    const line = [this.words.command.trim(), ...this.#args()].map(quoted).join(' ')
    return html`
      <div class="one">
        <span class="label">${external.commandLine}</span>
        <pre tabindex="0" role="group" aria-label=${external.commandLine}>${visible(line)}</pre>
      </div>
      <label class="pick">
        <input
          type="checkbox"
          id="allowed"
          aria-describedby="allow-about"
          .checked=${this.isAllowed}
          @change=${(event: Event) => {
            this.isAllowed = (event.target as HTMLInputElement).checked
          }}
        />
        <span>${external.allow}</span>
      </label>
      <p class="soft about" id="allow-about">${external.allowAbout}</p>
      <div>
        <button class="button small" type="button" aria-disabled=${this.#attempt.isBusy} @click=${this.#check}>
          ${this.#attempt.isBusy ? external.checking : external.check}
        </button>
      </div>
      <div role="status">${this.#found()}</div>
      <p class="fail" role="alert" dir="auto">${this.missing || this.#attempt.problem || nothing}</p>
    `
  }

  #found() {
    const { findings } = this
    if (!findings) return nothing
    const { external } = text
    const { ok, problem, name, version, authMethods, abilities, asking, log, milliseconds } = findings
    const ways = authMethods.map((method) => method.name).join(', ')
    return html`
      ${
        ok
          ? html`<p>${external.works(`${name ?? ''} ${version ?? ''}`.trim(), (milliseconds / 1000).toFixed(1))}</p>
              ${asking ? html`<p class="soft about">${asking === 'asks' ? external.asks : `${external.acts[asking]}.`}</p>` : nothing}
              <p class="soft about">${abilities?.resumes ? external.resumes : external.startsOver}</p>
              ${ways ? html`<p class="soft about">${external.signIn(ways)}</p>` : nothing}`
          : html`<p class="fail" dir="auto">${problem}</p>`
      }
      ${
        log.length > 0
          ? html`<details>
              <summary>${external.log}</summary>
              <pre tabindex="0" role="group" aria-label=${external.log}>${visible(log.join('\n'))}</pre>
            </details>`
          : nothing
      }
    `
  }

  /** Another command is to be allowed anew. */
  #typed(event: Event): void {
    const { id, value } = event.target as HTMLInputElement
    if (!(id in this.words)) return
    this.words = { ...this.words, [id]: value }
    this.isAllowed = false
    this.findings = undefined
  }

  #choose(event: Event): void {
    this.preset = this.presets.find(({ id }) => id === (event.target as HTMLSelectElement).value)
    if (!this.preset) return
    const { command, args } = this.preset
    this.words = { ...this.words, command, args: args.join('\n') }
    this.isAllowed = false
    this.findings = undefined
  }

  async #check(): Promise<void> {
    if (this.#attempt.isBusy) return
    const { external } = text
    const { setup } = this
    this.findings = undefined
    this.missing = setup ? (this.isAllowed ? '' : external.allowFirst) : external.duplicate
    if (!setup || !this.isAllowed) return
    await this.#attempt.make(async () => {
      this.findings = await this.#agents.store.check(setup, this.agentId)
    })
  }

  #args(): string[] {
    return this.words.args === '' ? [] : this.words.args.split('\n')
  }

  static override styles = [
    base,
    controls,
    fieldStyles,
    css`
      ${code}

      fieldset {
        gap: var(--size-3);
      }

      .label {
        font-size: var(--text-s);
        font-weight: var(--font-weight-5);
      }
    `,
  ]
}

/** What is wrong with a part of the program, under the part's own name. */
const at = (name: string, problems: Problems): Problems => {
  const words = problems[`external.${name}`]
  return words ? { [name]: words } : {}
}

const quoted = (word: string) => (/^[\w@%+=:,./\\-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)

declare global {
  interface HTMLElementTagNameMap {
    'aios-external-fields': AiosExternalFields
  }
}
