import { consume } from '@lit/context'
import { Task } from '@lit/task'
import { css, html, LitElement, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { Tool } from '../../api/agents.ts'
import { fieldStyles } from '../../components/form/form-fields.ts'
import { problem } from '../../components/problem.ts'
import { skeleton, skeletonStyles } from '../../components/skeleton.ts'
import { type Backend, backendContext } from '../../state/app-state.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'
import { states } from '../../styles/view.ts'

/** The tools that there are, with what each risks; those of MCP servers among them. Fires `change`. */
@customElement('aios-tool-picker')
export class AiosToolPicker extends LitElement {
  /** Names of those that are chosen. */
  @property({ attribute: false }) chosen: readonly string[] = []
  @consume({ context: backendContext }) private backend!: Backend
  readonly #tools = new Task(this, { task: (_, { signal }) => this.backend.tools.list(signal), args: () => [] })

  protected override render() {
    return html`
      <fieldset>
        <legend>${text.agentForm.tools}</legend>
        <p class="soft about">${text.agentForm.toolsAbout}</p>
        ${this.#tools.render({
          pending: () => skeleton(4),
          error: (error) => problem(error, () => this.#tools.run()),
          complete: (tools) => this.#list(tools),
        })}
      </fieldset>
    `
  }

  #list(tools: readonly Tool[]) {
    const gone = this.chosen.filter((name) => !tools.some((tool) => tool.name === name))
    if (tools.length === 0 && gone.length === 0) return html`<p class="soft">${text.agentForm.noTools}</p>`
    return html`${tools.map((tool) => this.#tool(tool))} ${gone.map((name) => this.#tool({ name, title: name }))}`
  }

  #tool({ name, title, description, risk }: Pick<Tool, 'name' | 'title'> & Partial<Tool>) {
    return html`
      <label class="pick">
        <input
          type="checkbox"
          value=${name}
          .checked=${this.chosen.includes(name)}
          @change=${(event: Event) => this.#toggle(name, (event.target as HTMLInputElement).checked)}
        />
        <span class="words">
          <span dir="auto">${title}</span>
          ${risk ? html`<span class="mark ${risk}"><span class="hidden">${text.agentForm.mark('')}</span>${text.approvals.marks[risk]}</span>` : nothing}
          <span class="soft about" dir="auto">${description ?? text.agentForm.missingTool}</span>
        </span>
      </label>
    `
  }

  #toggle(name: string, isChosen: boolean): void {
    this.chosen = isChosen ? [...this.chosen, name] : this.chosen.filter((other) => other !== name)
    this.dispatchEvent(new Event('change'))
  }

  static override styles = [
    base,
    controls,
    states,
    skeletonStyles,
    fieldStyles,
    css`
      .words {
        min-inline-size: 0;
      }

      .about {
        display: -webkit-box;
        overflow: hidden;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 3;
      }

      .mark {
        margin-inline-start: var(--size-1);
        padding: 0 var(--size-1);
        border: var(--hairline);
        border-radius: var(--radius);
        color: var(--text-2);
        font-size: var(--text-xs);
      }

      .mark:is(.write, .network) {
        color: var(--wait);
      }

      .mark.run {
        color: var(--fail);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-tool-picker': AiosToolPicker
  }
}
