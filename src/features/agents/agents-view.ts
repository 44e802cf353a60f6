import { consume } from '@lit/context'
import { css, html, LitElement, nothing } from 'lit'
import { customElement, state } from 'lit/decorators.js'
import type { Agent } from '../../api/agents.ts'
import { agentIcon } from '../../components/agent-icon.ts'
import { icon } from '../../components/icon.ts'
import '../../components/model-hint.ts'
import { load } from '../../base/load.ts'
import { pickFiles } from '../../base/picked-files.ts'
import { saveAnswer } from '../../base/save.ts'
import { Use } from '../../base/use.ts'
import { skeleton, skeletonStyles } from '../../components/skeleton.ts'
import { type Actions, actionsContext } from '../../state/actions.ts'
import { agentsContext } from '../../state/agents.ts'
import { type Backend, backendContext } from '../../state/app-state.ts'
import { noticesContext } from '../../state/notices.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'
import { view } from '../../styles/view.ts'
import type { AgentDraft } from './agent-sheet.ts'

/** Who can be launched. */
@customElement('aios-agents')
export class AiosAgents extends LitElement {
  @consume({ context: actionsContext }) private actions!: Actions
  @state() private draft: AgentDraft | undefined
  @consume({ context: backendContext }) private backend!: Backend
  readonly #agents = new Use(this, agentsContext)
  readonly #notices = new Use(this, noticesContext)

  protected override render() {
    return html`
      <header class="head">
        <h2>${text.agents.title}</h2>
        <button class="button plain small" type="button" @click=${() => this.#import()}>
          ${icon('fileUp')}${text.agentForm.import}
        </button>
        <button class="button small" type="button" @click=${() => this.#edit({})}>
          ${icon('plus')}${text.agents.new}
        </button>
      </header>
      <div class="body">
        <div class="column">
          <p class="soft about">${text.agents.about}</p>
          <aios-model-hint .agent=${this.#agents.value.items?.find(({ mode }) => mode === 'model')}></aios-model-hint>
          ${this.#content()}
        </div>
      </div>
      ${
        this.draft
          ? html`<aios-agent-sheet
              .draft=${this.draft}
              @close=${() => {
                this.draft = undefined
              }}
            ></aios-agent-sheet>`
          : nothing
      }
    `
  }

  #content() {
    const { items, error } = this.#agents.value
    if (!items && error) {
      return html`
        <div class="problem">
          <p>${error}</p>
          <button class="button small" type="button" @click=${() => this.#agents.store.refresh()}>
            ${icon('retry')}${text.action.retry}
          </button>
        </div>
      `
    }
    if (!items) return skeleton(3)
    if (items.length === 0) return html`<div class="empty"><p>${text.agents.none}</p></div>`
    return html`<ul>${items.map((agent) => this.#agent(agent))}</ul>`
  }

  #agent(agent: Agent) {
    const { id, name, description, builtIn, mode, limits, external } = agent
    const unasked = actsUnasked(agent)
    return html`
      <li>
        ${agentIcon(agent.icon)}
        <div class="words">
          <h3 dir="auto">${name}</h3>
          <p dir="auto">${description}</p>
          <p class="soft marks">
            ${external ? text.external.runs(external) : text.agents.modes[mode]}${mode === 'extractive' ? html` · ${text.agents.limit(limits.quotes)}` : nothing}${builtIn ? html` · ${text.agents.builtIn}` : nothing}
          </p>
          ${unasked ? html`<p class="unasked">${icon('alert')} <span>${text.external.acts[unasked]}</span></p>` : nothing}
          <p class="more">
            ${builtIn ? nothing : this.#action(text.agents.edit, text.agents.editLabel(name), () => this.#edit({ agent }))}
            ${this.#action(text.agents.duplicate, text.agents.duplicateLabel(name), () => this.#edit({ copyOf: agent }))}
            ${this.#action(text.agentForm.export, text.agentForm.exportLabel(name), () => this.#export(agent))}
            ${
              builtIn
                ? nothing
                : this.#action(text.agents.delete, text.agents.deleteLabel(name), () =>
                    this.#agents.store.remove(agent),
                  )
            }
          </p>
        </div>
        <button
          class="button"
          type="button"
          aria-label=${text.agents.useLabel(name)}
          @click=${() => this.actions.useAgent(id)}
        >
          ${text.agents.use}
        </button>
      </li>
    `
  }

  #action(words: string, label: string, run: () => void) {
    return html`<button class="button plain small" type="button" aria-label=${label} @click=${run}>${words}</button>`
  }

  async #export({ id, name }: Agent): Promise<void> {
    try {
      await saveAnswer(await this.backend.agents.export(id), `${name}.agent.json`)
    } catch (error) {
      this.#notices.store.error(error)
    }
  }

  async #import(): Promise<void> {
    for (const { file } of await pickFiles()) await this.#agents.store.import(file)
  }

  async #edit(draft: AgentDraft): Promise<void> {
    await load(() => import('./agent-sheet.ts'))
    this.draft = draft
  }

  static override styles = [
    base,
    controls,
    view,
    skeletonStyles,
    css`
      .about {
        margin-block-end: var(--size-4);
      }

      aios-model-hint {
        display: block;
        margin: 0 calc(-1 * var(--size-2)) var(--size-3);
      }

      li {
        display: flex;
        gap: var(--size-3);
        align-items: start;
        padding-block: var(--size-4);
        border-block-start: var(--hairline);
      }

      li > .icon {
        color: var(--accent);
      }

      .words {
        flex: 1;
        min-inline-size: 0;
      }

      h3 {
        font-size: var(--text-m);
        font-weight: var(--font-weight-6);
        line-height: var(--size-4);
      }

      .marks {
        margin-block-start: var(--size-1);
        font-size: var(--text-xs);
      }

      .unasked {
        display: flex;
        gap: var(--size-1);
        align-items: center;
        margin-block-start: var(--size-1);
        font-size: var(--text-xs);
      }

      .more {
        display: flex;
        flex-wrap: wrap;
        gap: var(--size-1);
        margin: var(--size-1) 0 0 calc(-1 * var(--size-2));
      }

      .more .button {
        color: var(--text-2);
      }
    `,
  ]
}

/** Whether it may do what its user wants to be asked about. */
const actsUnasked = ({ external, approvals: { write, run, network } }: Agent): 'never' | 'unclear' | undefined => {
  const needsApproval = write !== 'allow' || run !== 'allow' || network !== 'allow'
  return needsApproval && external?.asking && external.asking !== 'asks' ? external.asking : undefined
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-agents': AiosAgents
  }
}
