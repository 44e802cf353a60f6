import { html, LitElement, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import type { ApprovalDecision, ListedApproval } from '../../api/approvals.ts'
import { Use } from '../../base/use.ts'
import { agentsContext } from '../../state/agents.ts'
import { approvalsContext } from '../../state/approvals.ts'
import { hrefTo } from '../../state/route.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'
import { approvalStyles } from './approval-styles.ts'
import { argumentsList, argumentsStyles, visible } from './call-arguments.ts'

/** What is about to be said: a denial with its reason, or a permission for always, which is confirmed. */
type Open = 'deny' | 'always' | undefined

/** One thing that a task asks, as large as what it risks. Fires `decided`. */
@customElement('aios-approval')
export class AiosApproval extends LitElement {
  @property({ attribute: false }) approval!: ListedApproval
  /** Whether to say which task asks. */
  @property({ type: Boolean }) named = false
  @state() private open: Open
  @query('article') private article!: HTMLElement
  @query('#words') private words: HTMLTextAreaElement | undefined
  readonly #approvals = new Use(this, approvalsContext)
  readonly #agents = new Use(this, agentsContext)

  override focus(): void {
    this.article.focus()
  }

  get #agent(): string {
    return this.#agents.store.find(this.approval.agentId)?.name ?? text.permissions.goneAgent
  }

  protected override render() {
    const { kind, risk, title, prompt, taskId } = this.approval
    const { approvals } = text
    return html`
      <article
        class="${kind} ${risk}"
        tabindex="-1"
        aria-labelledby="asks title"
        @keydown=${this.#key}
      >
        <p class="asks" id="asks" dir="auto">${approvals.asks[kind](this.#agent)}</p>
        <p class="title" id="title" dir="auto">${visible(title)}</p>
        ${approvals.about[kind] ? html`<p class="about">${approvals.about[kind]}</p>` : nothing}
        ${
          this.named
            ? html`<p class="soft for">
                ${approvals.task} <a href=${hrefTo('tasks', taskId)} dir="auto">${prompt}</a>
              </p>`
            : nothing
        }
        ${kind === 'question' ? this.#question() : this.#call()}
      </article>
    `
  }

  #question() {
    const { approvals } = text
    const { choices = [] } = this.approval
    return html`
      ${
        choices.length > 0
          ? html`<div class="buttons" role="group" aria-label=${approvals.choices}>
              ${choices.map(
                (choice) => html`
                  <button
                    class="button choice"
                    type="button"
                    dir="auto"
                    @click=${() => this.#decide({ decision: 'once', feedback: choice })}
                  >
                    ${visible(choice)}
                  </button>
                `,
              )}
            </div>`
          : nothing
      }
      <form
        @submit=${(event: Event) => {
          event.preventDefault()
          const feedback = this.words?.value.trim()
          if (feedback) void this.#decide({ decision: 'once', feedback })
        }}
      >
        <label for="words">${approvals.answer}</label>
        <textarea class="field" id="words" rows="2" required maxlength="20000" dir="auto" @keydown=${this.#enter}></textarea>
        <div class="buttons">
          <button class="button primary" type="submit">${approvals.send}</button>
          <button class="button plain" type="button" @click=${() => this.#decide({ decision: 'deny' })}>
            ${approvals.noAnswer}
          </button>
        </div>
      </form>
    `
  }

  #call() {
    const { approvals } = text
    const { kind, tool, risk } = this.approval
    return html`
      <dl class="what">
        <div><dt>${approvals.tool}</dt><dd>${approvals.toolName(tool)}</dd></div>
        <div><dt>${approvals.risk}</dt><dd class="risk">${approvals.risks[risk]}</dd></div>
      </dl>
      <div role="group" aria-label=${approvals.arguments}>${argumentsList(this.approval.arguments)}</div>
      ${this.open === 'deny' ? this.#denial() : this.open === 'always' ? this.#always() : this.#buttons(kind)}
    `
  }

  #buttons(kind: ListedApproval['kind']) {
    const { approvals } = text
    const yes = { call: approvals.once, loop: approvals.allow, rerun: approvals.rerun, question: approvals.send }[kind]
    return html`
      <div class="buttons">
        <button class="button primary" type="button" @click=${() => this.#decide({ decision: 'once' })}>${yes}</button>
        ${
          kind === 'call'
            ? html`<button class="button" type="button" @click=${() => this.#show('always')}>${approvals.always}</button>`
            : nothing
        }
        <button class="button" type="button" @click=${() => this.#show('deny')}>${approvals.deny}</button>
      </div>
    `
  }

  #always() {
    const { approvals } = text
    return html`
      <p class="about" dir="auto">${approvals.alwaysAbout(this.#agent, this.approval.tool)}</p>
      <div class="buttons">
        <button class="button primary" id="first" type="button" @click=${() => this.#decide({ decision: 'always' })}>
          ${approvals.alwaysConfirm}
        </button>
        <button class="button plain" type="button" @click=${() => this.#show(undefined)}>${text.action.cancel}</button>
      </div>
    `
  }

  #denial() {
    const { approvals } = text
    return html`
      <form
        @submit=${(event: Event) => {
          event.preventDefault()
          const feedback = this.words?.value.trim()
          void this.#decide({ decision: 'deny', ...(feedback && { feedback }) })
        }}
      >
        <label for="words">${approvals.feedback}</label>
        <textarea class="field" id="words" rows="2" maxlength="20000" dir="auto" @keydown=${this.#enter}></textarea>
        <div class="buttons">
          <button class="button danger" type="submit">${approvals.denyConfirm}</button>
          <button class="button plain" type="button" @click=${() => this.#show(undefined)}>${text.action.cancel}</button>
        </div>
      </form>
    `
  }

  async #show(open: Open): Promise<void> {
    this.open = open
    await this.updateComplete
    const first = open === 'deny' ? this.words : this.renderRoot.querySelector<HTMLElement>('#first')
    if (first) first.focus()
    else this.focus()
  }

  #enter(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    this.words?.form?.requestSubmit()
  }

  /** Letters decide while the focus is on the card or its buttons; a key that is held down decides nothing. */
  #key(event: KeyboardEvent): void {
    if (event.key === 'Escape' && this.open) {
      event.stopPropagation()
      void this.#show(undefined)
      return
    }
    const isTyping = event.composedPath()[0] instanceof HTMLTextAreaElement
    if (isTyping || this.open || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return
    const { kind } = this.approval
    const act = {
      o: kind === 'question' ? undefined : () => this.#decide({ decision: 'once' }),
      a: kind === 'call' ? () => this.#show('always') : undefined,
      d: kind === 'question' ? undefined : () => this.#show('deny'),
    }[event.key.toLowerCase()]
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    void act()
  }

  async #decide(decision: ApprovalDecision): Promise<void> {
    this.dispatchEvent(new Event('decided'))
    await this.#approvals.store.decide(this.approval, decision)
  }

  static override styles = [base, controls, argumentsStyles, approvalStyles]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-approval': AiosApproval
  }
}
