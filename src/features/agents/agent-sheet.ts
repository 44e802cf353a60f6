import { css, html, LitElement, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { Agent, AgentChange, NewAgent } from '../../api/agents.ts'
import { Use } from '../../base/use.ts'
import '../../components/dialog.ts'
import { DialogForm, dialogForm } from '../../components/form/form-dialog.ts'
import {
  fieldStyles,
  figureField,
  InvalidForm,
  pickField,
  problemOf,
  textField,
} from '../../components/form/form-fields.ts'
import { formStyles } from '../../components/form/form-styles.ts'
import { rulesFields } from '../../parts/approvals/approval-rules.ts'
import { agentsContext } from '../../state/agents.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'
import { type AgentFormValues, readAgentForm } from './agent-form-values.ts'
import { iconField, iconFieldStyles } from './icon-field.ts'
import './external-agent-fields.ts'
import './model-choice.ts'
import './scope-field.ts'
import './tool-picker.ts'
import './try-it.ts'

const kinds = ['model', 'answer', 'summarize', 'extract', 'external'] as const

/** What is edited: an agent of one's own, or a new one, perhaps begun as a copy. */
export type AgentDraft = { agent: Agent } | { copyOf?: Agent }

const figures = [
  { name: 'limits.steps', label: text.agentForm.steps, max: 500 },
  { name: 'limits.minutes', label: text.agentForm.minutes, max: 1440 },
  { name: 'limits.tokens', label: text.agentForm.tokens, max: 100_000_000, min: 1000 },
] as const
const DEFAULT_LIMITS = { quotes: 6, steps: 30, minutes: 30, tokens: 500_000 }

/** Makes or changes an agent beside the list of all, and tries it; fires `close`. */
@customElement('aios-agent-sheet')
export class AiosAgentSheet extends LitElement {
  /** What the sheet is opened with; nothing of it is looked at later. */
  @property({ attribute: false }) draft: AgentDraft = {}
  /** The agent as it is stored, once it is. */
  @state() private stored: Agent | undefined
  @state() private kind: Agent['kind'] = 'model'
  @state() private icon = ''
  @state() private savedNote = ''
  readonly #form = new DialogForm(this)
  readonly #agents = new Use(this, agentsContext)
  /** What the fields begin with; it stays while the draft becomes an agent that is stored. */
  #from: Agent | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    this.stored = 'agent' in this.draft ? this.draft.agent : undefined
    this.#from = 'agent' in this.draft ? this.draft.agent : this.draft.copyOf
    this.kind = this.#from?.kind ?? 'model'
    this.icon = this.#from?.icon ?? ''
  }

  protected override render() {
    const isNew = !this.stored
    const from = this.#from
    const { agents } = text
    const name = isNew && from ? agents.copyOf(from.name) : (from?.name ?? '')
    const { problems } = this.#form
    const fields = html`
            ${textField({ name: 'name', label: agents.name, value: name, problems, max: 200, isRequired: true })}
            ${iconField(this.icon, problems, (icon) => {
              this.icon = icon
            })} ${isNew ? this.#kinds() : nothing}
            ${textField({ name: 'description', label: agents.description, value: from?.description ?? '', problems, rows: 2, max: 2000 })}
            ${this.kind === 'model' ? this.#forModel(from) : this.kind === 'external' ? this.#forProgram(from) : this.#quotes(from)}
            <aios-scope-field .value=${from?.scope}></aios-scope-field>
            ${problemOf('scope', problems)}
            <p class="soft about" role="status">${this.savedNote}</p>
    `
    const actions = [{ label: isNew ? agents.create : agents.save }]
    const onSubmit = () => void this.#submit()
    return html`
      <aios-dialog side .heading=${isNew ? agents.newTitle : agents.editTitle} @close=${this.#form.closed}>
        <div class="sheet">
          ${dialogForm(this.#form, { fields, actions, onSubmit, problems, isUnchecked: true })}
          <aios-try-it .keep=${() => this.#keep()}></aios-try-it>
        </div>
      </aios-dialog>
    `
  }

  #kinds() {
    return pickField({
      name: 'kind',
      legend: text.agents.kind,
      options: kinds,
      value: this.kind,
      wordsOf: (kind) => this.#kindWords(kind),
      onPick: (kind) => {
        this.kind = kind
      },
    })
  }

  #kindWords(kind: (typeof kinds)[number]): string {
    if (kind === 'model') return text.agentForm.modelKind
    return kind === 'external' ? text.external.kind : text.agents.kinds[kind]
  }

  #quotes(from: Agent | undefined) {
    const value = from?.limits.quotes ?? DEFAULT_LIMITS.quotes
    const label = text.agents.quotes
    return html`
      ${figureField({ name: 'limits.quotes', label, value, problems: this.#form.problems, max: 200 })}
      <p class="soft about">${text.agents.quotesAbout}</p>
    `
  }

  #forModel(from: Agent | undefined) {
    const { agentForm } = text
    const { problems } = this.#form
    const schema = from?.outputSchema ? JSON.stringify(from.outputSchema, undefined, 2) : ''
    return html`
      ${this.#instructions(from)}
      <aios-model-choice .providerId=${from?.providerId} .modelId=${from?.modelId}></aios-model-choice>
      ${problemOf('providerId', problems)} ${problemOf('modelId', problems)}
      <aios-tool-picker .chosen=${from?.tools ?? []}></aios-tool-picker>
      ${problemOf('tools', problems)} ${rulesFields(from?.approvals)}
      <fieldset>
        <legend>${agentForm.limits}</legend>
        ${figures.map((figure) => {
          const key = figure.name.slice('limits.'.length) as 'steps' | 'minutes' | 'tokens'
          return figureField({ ...figure, value: from?.limits[key] ?? DEFAULT_LIMITS[key], problems })
        })}
      </fieldset>
      ${textField({
        name: 'outputSchema',
        label: agentForm.schemaLabel,
        value: schema,
        problems,
        about: agentForm.schemaAbout,
        rows: 5,
        max: 50_000,
        isCode: true,
      })}
    `
  }

  #instructions(from: Agent | undefined) {
    const { instructions: label, instructionsAbout: about } = text.agentForm
    const value = from?.instructions ?? ''
    return textField({
      name: 'instructions',
      label,
      value,
      problems: this.#form.problems,
      about,
      rows: 6,
      max: 50_000,
    })
  }

  #forProgram(from: Agent | undefined) {
    const { minutes: label, limits } = text.agentForm
    const { problems } = this.#form
    const value = from?.limits.minutes ?? DEFAULT_LIMITS.minutes
    const agentId = this.stored?.id
    // A copy does not know the values of the variables, and is to be allowed anew.
    const external = agentId || !from?.external ? from?.external : { ...from.external, env: [], allowed: false }
    return html`
      <aios-external-fields .value=${external} .agentId=${agentId} .problems=${problems}></aios-external-fields>
      ${this.#instructions(from)} ${rulesFields(from?.approvals)}
      <fieldset>
        <legend>${limits}</legend>
        ${figureField({ name: 'limits.minutes', label, value, problems, max: 1440 })}
      </fieldset>
    `
  }

  async #submit(): Promise<void> {
    if (await this.#keep()) this.#form.close()
  }

  /** Stores what stands in the form; gives nothing back where something is wrong, which is said at its place. */
  async #keep(): Promise<Agent | undefined> {
    if (this.#form.isBusy) return undefined
    this.savedNote = ''
    await this.#form.make(async () => {
      const values = readAgentForm(this.renderRoot, this.kind, this.icon)
      if (Object.keys(values.problems).length > 0) throw new InvalidForm(values.problems)
      this.stored = await this.#store(values)
      this.savedNote = text.agentForm.saved
    })
    return this.#form.error ? this.#refused() : this.stored
  }

  #store({ fields }: AgentFormValues): Promise<Agent> {
    const { store } = this.#agents
    if (this.stored) return store.change(this.stored.id, fields as AgentChange)
    const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
    return store.add({ ...given, name: fields.name, kind: this.kind } as NewAgent)
  }

  async #refused(): Promise<undefined> {
    await this.updateComplete
    const wrong = this.renderRoot.querySelector<HTMLElement>('[aria-invalid="true"]')
    wrong?.focus()
    if (!wrong) this.renderRoot.querySelector('.fail')?.scrollIntoView({ block: 'nearest' })
  }

  static override styles = [
    base,
    controls,
    formStyles,
    fieldStyles,
    iconFieldStyles,
    css`
      .sheet,
      form {
        display: grid;
        gap: var(--size-4);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-agent-sheet': AiosAgentSheet
  }
}
