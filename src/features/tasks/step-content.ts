import { consume } from '@lit/context'
import { css, html, LitElement, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { StepContent } from '../../api/tasks.ts'
import { problem } from '../../components/problem.ts'
import { skeleton, skeletonStyles } from '../../components/skeleton.ts'
import { type Backend, backendContext } from '../../state/app-state.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'
import { states } from '../../styles/view.ts'

/** All that a step holds, fetched when it is opened: what was said, with what a tool was called, what came back. */
@customElement('aios-step-content')
export class AiosStepContent extends LitElement {
  @property() taskId = ''
  @property() stepId = ''
  @consume({ context: backendContext }) private backend!: Backend
  @state() private content: StepContent | undefined
  @state() private error: unknown
  #fetched = ''

  protected override render() {
    const { content, error } = this
    return html`
      <details @toggle=${this.#toggled}>
        <summary>${text.taskPage.showAll}</summary>
        ${error ? problem(error, () => this.#fetch()) : content ? contentOf(content) : skeleton(2)}
      </details>
    `
  }

  #toggled(event: Event): void {
    if ((event.target as HTMLDetailsElement).open && this.#fetched !== this.stepId) void this.#fetch()
  }

  async #fetch(): Promise<void> {
    const { taskId, stepId } = this
    this.#fetched = stepId
    this.error = undefined
    try {
      const { content } = await this.backend.tasks.step(taskId, stepId)
      if (stepId === this.stepId) this.content = content
    } catch (error) {
      this.error = error
      this.#fetched = ''
    }
  }

  static override styles = [
    base,
    controls,
    states,
    skeletonStyles,
    css`
      summary {
        color: var(--text-2);
        font-size: var(--text-xs);
        cursor: pointer;
      }

      h4 {
        margin: var(--size-2) 0 var(--size-1);
        font-size: var(--text-xs);
        font-weight: var(--font-weight-6);
      }

      pre {
        max-block-size: 24rem;
        margin: 0;
        padding: var(--size-2);
        overflow: auto;
        border-radius: var(--radius);
        background: var(--surface-2);
        font-family: var(--font-mono);
        font-size: var(--text-xs);
        overflow-wrap: anywhere;
        white-space: pre-wrap;
      }
    `,
  ]
}

const contentOf = ({ text: said, reasoning, calls = [], arguments: sent }: StepContent) => {
  const { taskPage } = text
  const isTool = sent !== undefined
  const parts = [
    part(taskPage.reasoning, reasoning),
    part(taskPage.input, isTool ? pretty(sent) : undefined),
    part(isTool ? taskPage.output : taskPage.message, said),
    ...calls.map(({ name, arguments: written }) => part(`${taskPage.toolCall} ${name}`, written)),
  ]
  return parts.some((each) => each !== nothing) ? parts : html`<p class="soft">${taskPage.noContent}</p>`
}

/** Text of models and tools stands as it is: nothing in it is markup. */
const part = (name: string, value: string | undefined) =>
  value
    ? html`<h4>${name}</h4>
        <pre tabindex="0" role="region" aria-label=${name} dir="auto">${value}</pre>`
    : nothing

const pretty = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value, undefined, 2))

declare global {
  interface HTMLElementTagNameMap {
    'aios-step-content': AiosStepContent
  }
}
