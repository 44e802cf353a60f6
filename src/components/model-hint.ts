import { css, html, LitElement, nothing, type PropertyValues } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { Agent } from '../api/agents.ts'
import { Use } from '../base/use.ts'
import { providersContext } from '../state/providers.ts'
import { hrefTo } from '../state/route.ts'
import { text } from '../strings/index.ts'
import { base } from '../styles/base.ts'
import { controls } from '../styles/controls.ts'

/** Says that an agent has no model to work with, and where to connect one; nothing while that is not so, or not known. */
@customElement('aios-model-hint')
export class AiosModelHint extends LitElement {
  @property({ attribute: false }) agent: Agent | undefined
  readonly #providers = new Use(this, providersContext)

  /** Nobody else asks for providers before one is needed. */
  protected override updated(changed: PropertyValues): void {
    if (changed.has('agent') && this.agent?.mode === 'model') void this.#providers.store.refresh()
  }

  protected override render() {
    const { agent } = this
    if (!agent || !this.#providers.store.lacksModelFor(agent)) return nothing
    return html`
      <p class="soft" role="status">
        ${text.models.hint(agent.name)}
        <a class="link" href=${hrefTo('settings', 'models')}>${text.models.hintLink}</a>
      </p>
    `
  }

  static override styles = [
    base,
    controls,
    css`
      p {
        padding: var(--size-1) var(--size-2);
        font-size: var(--text-s);
        overflow-wrap: anywhere;
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-model-hint': AiosModelHint
  }
}
