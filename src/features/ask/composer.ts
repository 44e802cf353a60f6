import { consume } from '@lit/context'
import { html, LitElement, nothing } from 'lit'
import { customElement, query, state } from 'lit/decorators.js'
import { icon } from '../../components/icon.ts'
import '../../components/model-hint.ts'
import { Use } from '../../base/use.ts'
import { type Actions, actionsContext } from '../../state/actions.ts'
import { agentsContext } from '../../state/agents.ts'
import { connectionContext } from '../../state/app-state.ts'
import { documentsContext } from '../../state/documents.ts'
import { tasksContext } from '../../state/tasks.ts'
import { threadContext } from '../../state/thread.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'
import { chosenChip } from './chosen-chip.ts'
import { composerStyles } from './composer-styles.ts'
import { type Choice, pickerList, pickerStyles, type Trigger, triggerAt } from './mention-picker.ts'

/** Choices that the list over the composer shows at most. */
const longestList = 8
/** Chips of chosen documents before the rest is only counted. */
const MAX_CHIPS = 3

/** Where a question is written: Enter asks, `@` picks documents, `/` picks an agent. */
@customElement('aios-composer')
export class AiosComposer extends LitElement {
  @consume({ context: actionsContext }) private actions!: Actions
  @state() private trigger: Trigger | undefined
  @state() private active = 0
  @state() private isSending = false
  @query('textarea') private field!: HTMLTextAreaElement
  readonly #thread = new Use(this, threadContext)
  readonly #agents = new Use(this, agentsContext)
  readonly #documents = new Use(this, documentsContext)
  readonly #tasks = new Use(this, tasksContext)
  readonly #connection = new Use(this, connectionContext)

  override focus(): void {
    this.field?.focus()
  }

  protected override render() {
    const { draft } = this.#thread.value
    const choices = this.#choices()
    return html`
      <form @submit=${this.#submit} @focusout=${this.#left}>
        ${
          this.trigger
            ? pickerList({
                label: this.trigger.kind === 'documents' ? text.ask.pickDocument : text.ask.pickAgent,
                choices,
                active: this.active,
                empty: text.ask.noSuchDocument,
                onChoose: (choice) => this.#choose(choice),
              })
            : nothing
        }
        <textarea
          rows="1"
          dir="auto"
          maxlength="20000"
          aria-label=${text.ask.label}
          aria-describedby="hint"
          aria-autocomplete="list"
          aria-controls=${this.trigger ? 'picker' : nothing}
          aria-activedescendant=${this.trigger && choices.length > 0 ? `choice-${this.active}` : nothing}
          placeholder=${this.#continued ? text.answering.followUp : text.ask.placeholder}
          .value=${draft}
          @input=${this.#typed}
          @keydown=${this.#key}
        ></textarea>
        <p class="hidden" id="hint">${text.ask.hint}</p>
        <div class="foot small">
          ${this.#agentChip()} ${this.#continuation()} ${this.#scope()} ${this.#exhaustiveToggle()}
          <button
            class="button primary square send"
            type="submit"
            aria-label=${text.ask.send}
            title=${text.ask.send}
            ?disabled=${!this.#canSend}
          >
            ${icon('send')}
          </button>
        </div>
        ${this.#goneAgent()}
        <aios-model-hint .agent=${this.#agent}></aios-model-hint>
      </form>
    `
  }

  /** Grows with its text, up to what the style sheet allows. */
  protected override updated(): void {
    this.field.style.blockSize = 'auto'
    this.field.style.blockSize = `${this.field.scrollHeight}px`
  }

  /** What cannot go out stays written here. */
  get #canSend(): boolean {
    const isGone = this.#connection.value.state === 'failed'
    return !isGone && !this.isSending && this.#agent !== undefined && this.#thread.value.draft.trim() !== ''
  }

  get #agent() {
    const { agentId } = this.#thread.value
    return (agentId && this.#agents.store.find(agentId)) || this.#agents.store.defaultAgent
  }

  /** Who was chosen may have been deleted since: somebody else answers, and that is said. */
  #goneAgent() {
    const { agentId } = this.#thread.value
    const isGone = agentId !== undefined && this.#agents.value.items && !this.#agents.store.find(agentId)
    return isGone && this.#agent
      ? html`<p class="gone soft" role="status" dir="auto">${text.ask.agentGone(this.#agent.name)}</p>`
      : nothing
  }

  /** The answer above that a model goes on from, as long as it is wanted. */
  get #continued(): string | undefined {
    const { taskIds, isStandalone } = this.#thread.value
    const last = taskIds.at(-1)
    if (isStandalone || !last || this.#agent?.mode !== 'model') return undefined
    return this.#tasks.store.find(last)?.status === 'succeeded' ? last : undefined
  }

  #continuation() {
    if (!this.#continued) return nothing
    return chosenChip(text.answering.followUpChip, text.answering.removeFollowUp, () =>
      this.#thread.store.askStandalone(),
    )
  }

  #agentChip() {
    const name = this.#agent?.name
    if (!name) return nothing
    return html`
      <button
        class="chip"
        type="button"
        aria-label=${text.ask.chooseAgent(name)}
        @click=${() => this.#begin('/')}
      >
        ${icon('agent')}<span class="cut">${name}</span>
      </button>
    `
  }

  #scope() {
    const { documentIds } = this.#thread.value
    const chosen = documentIds.slice(0, MAX_CHIPS)
    const rest = documentIds.length - chosen.length
    const words = documentIds.length === 0 ? text.ask.allDocuments : rest > 0 ? text.ask.more(rest) : ''
    return html`
      ${chosen.map((id) => this.#documentChip(id))}
      <button
        class="chip"
        type="button"
        aria-label=${text.ask.chooseDocuments(words)}
        @click=${() => this.#begin('@')}
      >
        ${icon(documentIds.length > 0 ? 'plus' : 'library')}${words}
      </button>
    `
  }

  /** Only an answer can be looked for in every document; the other agents always do. */
  #exhaustiveToggle() {
    if (this.#agent?.kind !== 'answer') return nothing
    const { isExhaustive } = this.#thread.value
    return html`
      <button
        class="chip"
        type="button"
        aria-pressed=${isExhaustive}
        title=${text.ask.checkAllAbout}
        @click=${() => this.#thread.store.checkAll(!isExhaustive)}
      >
        ${icon(isExhaustive ? 'check' : 'tasks')}${text.ask.checkAll}
      </button>
    `
  }

  #documentChip(id: string) {
    const name = this.#documents.store.find(id)?.name ?? text.ask.documentsChosen(1)
    const { documentIds } = this.#thread.value
    return chosenChip(name, text.ask.removeDocument(name), () =>
      this.#thread.store.narrow(documentIds.filter((other) => other !== id)),
    )
  }

  #choices(): Choice[] {
    const { trigger } = this
    if (!trigger) return []
    const wanted = trigger.query.toLocaleLowerCase()
    if (trigger.kind === 'agents') {
      return (this.#agents.value.items ?? [])
        .filter(({ name }) => name.toLocaleLowerCase().startsWith(wanted))
        .map(({ id, name }) => ({ id, label: name, icon: 'agent' }))
    }
    const { documentIds } = this.#thread.value
    return (this.#documents.value.items ?? [])
      .filter(({ id, name }) => name.toLocaleLowerCase().includes(wanted) && !documentIds.includes(id))
      .slice(0, longestList)
      .map(({ id, name, folder }) => ({ id, label: name, icon: 'fileText', ...(folder && { detail: folder }) }))
  }

  /** Opens a list as if its character had been typed. */
  #begin(character: '@' | '/'): void {
    const { draft } = this.#thread.value
    const value = character === '/' ? `/${draft.replace(/^\/\S*/, '')}` : `${draft}${/(^|\s)$/.test(draft) ? '' : ' '}@`
    this.#thread.store.write(value)
    this.field.value = value
    this.field.focus()
    const caret = character === '/' ? 1 : value.length
    this.field.setSelectionRange(caret, caret)
    this.#look()
  }

  #typed(): void {
    this.#thread.store.write(this.field.value)
    this.#look()
  }

  #look(): void {
    const before = this.trigger
    this.trigger = triggerAt(this.field.value, this.field.selectionStart)
    if (this.trigger?.query !== before?.query || this.trigger?.kind !== before?.kind) this.active = 0
  }

  #choose({ id }: Choice): void {
    const { trigger } = this
    if (!trigger) return
    const { value } = this.field
    const after = value.slice(trigger.start + 1 + trigger.query.length)
    const rest = value.slice(0, trigger.start) + (trigger.kind === 'agents' ? after.trimStart() : after)
    this.#thread.store.write(rest)
    if (trigger.kind === 'agents') this.#thread.store.choose(id)
    else this.#thread.store.narrow([...this.#thread.value.documentIds, id])
    this.trigger = undefined
    this.field.value = rest
    this.field.setSelectionRange(trigger.start, trigger.start)
    this.field.focus()
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing) return
    const isHandled = this.trigger !== undefined && this.#listKey(event)
    const isSending = !isHandled && event.key === 'Enter' && !event.shiftKey
    if (isHandled || isSending) event.preventDefault()
    if (isSending) void this.#send()
  }

  /** Whether the list took the key. */
  #listKey(event: KeyboardEvent): boolean {
    const choices = this.#choices()
    if (event.key === 'Escape') {
      this.trigger = undefined
      event.stopPropagation()
      return true
    }
    if (choices.length === 0) return false
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const by = event.key === 'ArrowDown' ? 1 : -1
      this.active = (this.active + by + choices.length) % choices.length
      return true
    }
    const choice = choices[this.active]
    if ((event.key !== 'Enter' && event.key !== 'Tab') || !choice) return false
    this.#choose(choice)
    return true
  }

  #left(event: FocusEvent): void {
    const next = event.relatedTarget
    if (!(next instanceof Node && this.renderRoot.contains(next))) this.trigger = undefined
  }

  #submit(event: Event): void {
    event.preventDefault()
    void this.#send()
  }

  async #send(): Promise<void> {
    const prompt = this.#thread.value.draft.trim()
    const agent = this.#agent
    if (!agent || !this.#canSend) return
    this.isSending = true
    await this.actions.ask(prompt, agent.id, { continues: this.#continued })
    this.isSending = false
    this.focus()
  }

  static override styles = [base, controls, pickerStyles, composerStyles]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-composer': AiosComposer
  }
}
