import { consume } from '@lit/context'
import { css, html, LitElement, nothing } from 'lit'
import { customElement } from 'lit/decorators.js'
import type { Agent } from '../../api/agents.ts'
import { icon } from '../../components/icon.ts'
import { skeleton, skeletonStyles } from '../../components/skeleton.ts'
import { type Actions, actionsContext } from '../../state/actions.ts'
import { agentsContext } from '../../state/agents.ts'
import { Use } from '../../state/use.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'
import { view } from '../../styles/view.ts'

/** Who can be launched. */
@customElement('aios-agents')
export class AiosAgents extends LitElement {
  @consume({ context: actionsContext }) private actions!: Actions
  readonly #agents = new Use(this, agentsContext)

  protected override render() {
    return html`
      <header class="head"><h2>${text.agents.title}</h2></header>
      <div class="body">
        <div class="column">
          <p class="soft about">${text.agents.about}</p>
          ${this.#content()}
        </div>
      </div>
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

  #agent({ id, name, description, builtIn, mode }: Agent) {
    return html`
      <li>
        ${icon('agent')}
        <div class="words">
          <h3 dir="auto">${name}</h3>
          <p dir="auto">${description}</p>
          <p class="soft marks">
            ${text.agents.modes[mode]}${builtIn ? html` · ${text.agents.builtIn}` : nothing}
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

  static override styles = [
    base,
    controls,
    view,
    skeletonStyles,
    css`
      .about {
        margin-block-end: var(--size-4);
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
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-agents': AiosAgents
  }
}
