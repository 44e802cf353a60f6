import { consume } from '@lit/context'
import { css, html, LitElement, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { Agent } from '../../api/agents.ts'
import { Use } from '../../base/use.ts'
import { noticesContext } from '../../state/notices.ts'
import { type Tasks, tasksContext } from '../../state/tasks.ts'
import { type Workspaces, workspacesContext } from '../../state/workspaces.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'
import '../../parts/answer/exchange.ts'
import { Attempt } from '../../components/form/attempt.ts'
import { fieldStyles } from '../../components/form/form-fields.ts'

/** Runs the agent that is being edited on the open workspace, and shows what comes of it. */
@customElement('aios-try-it')
export class AiosTryIt extends LitElement {
  /** Stores the agent as it stands in the form; gives nothing back when it cannot be stored as it is. */
  @property({ attribute: false }) keep!: () => Promise<Agent | undefined>
  @consume({ context: tasksContext }) private tasks!: Tasks
  @consume({ context: workspacesContext }) private workspaces!: Workspaces
  @state() private taskId: string | undefined
  readonly #attempt = new Attempt(this)
  readonly #notices = new Use(this, noticesContext)

  protected override render() {
    const { agentForm } = text
    return html`
      <form class="one" @submit=${this.#run}>
        <h3>${agentForm.tryTitle}</h3>
        <p class="soft about">${agentForm.tryAbout}</p>
        <label for="prompt">${agentForm.tryPrompt}</label>
        <textarea class="field" id="prompt" rows="2" required maxlength="20000" dir="auto" @keydown=${this.#key}></textarea>
        <div><button class="button" type="submit" aria-disabled=${this.#attempt.isBusy}>${agentForm.tryConfirm}</button></div>
      </form>
      ${this.taskId ? html`<aios-exchange .taskId=${this.taskId}></aios-exchange>` : nothing}
    `
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    ;(event.target as HTMLTextAreaElement).form?.requestSubmit()
  }

  async #run(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const prompt = this.renderRoot.querySelector('textarea')?.value.trim()
    if (!prompt || this.#attempt.isBusy) return
    await this.#attempt.make(async () => {
      const agent = await this.keep()
      if (!agent) return
      const { id: workspaceId } = await this.workspaces.currentOrNew()
      this.taskId = (await this.tasks.run({ agentId: agent.id, workspaceId, prompt })).id
    })
    if (this.#attempt.error) this.#notices.store.error(this.#attempt.error)
  }

  static override styles = [
    base,
    controls,
    fieldStyles,
    css`
      :host {
        display: grid;
        gap: var(--size-3);
        padding-block-start: var(--size-4);
        border-block-start: var(--hairline);
      }

      h3 {
        font-size: var(--text-m);
        font-weight: var(--font-weight-6);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-try-it': AiosTryIt
  }
}
