import { consume } from '@lit/context'
import { css, html, LitElement } from 'lit'
import { customElement, property, query } from 'lit/decorators.js'
import type { Task } from '../../api/tasks.ts'
import { Use } from '../../base/use.ts'
import { Attempt } from '../../components/form/attempt.ts'
import { noticesContext } from '../../state/notices.ts'
import { type Route, routeContext } from '../../state/route.ts'
import { type Tasks, tasksContext } from '../../state/tasks.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'

/** A field for what comes next: a task that goes on from this one, with the same agent and documents. */
@customElement('aios-follow-up')
export class AiosFollowUp extends LitElement {
  @property({ attribute: false }) task: Task | undefined
  @consume({ context: tasksContext }) private tasks!: Tasks
  @consume({ context: routeContext }) private route!: Route
  @query('textarea') private field!: HTMLTextAreaElement
  readonly #attempt = new Attempt(this)
  readonly #notices = new Use(this, noticesContext)

  protected override render() {
    return html`
      <form @submit=${this.#send}>
        <label for="next">${text.taskPage.continue}</label>
        <textarea
          class="field"
          id="next"
          rows="2"
          maxlength="20000"
          dir="auto"
          required
          placeholder=${text.taskPage.continueHint}
          @keydown=${this.#key}
        ></textarea>
        <button class="button primary small" type="submit" aria-disabled=${this.#attempt.isBusy}>${text.taskPage.send}</button>
      </form>
    `
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    this.field.form?.requestSubmit()
  }

  async #send(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const { task } = this
    const prompt = this.field.value.trim()
    if (!task || !prompt || this.#attempt.isBusy) return
    await this.#attempt.make(async () => {
      const { id: continues, agentId, workspaceId, documentIds } = task
      const next = await this.tasks.run({
        agentId,
        workspaceId,
        prompt,
        continues,
        ...(documentIds && { documentIds }),
      })
      this.field.value = ''
      this.route.go('tasks', next.id)
    })
    if (this.#attempt.error) this.#notices.store.error(this.#attempt.error)
  }

  static override styles = [
    base,
    controls,
    css`
      form {
        display: grid;
        gap: var(--size-2);
        justify-items: start;
        margin-block-start: var(--size-6);
      }

      label {
        font-size: var(--text-m);
        font-weight: var(--font-weight-6);
      }

      textarea {
        resize: vertical;
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-follow-up': AiosFollowUp
  }
}
