import { consume } from '@lit/context'
import { html, LitElement, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import '../../components/menu.ts'
import { Use } from '../../base/use.ts'
import type { MenuItem } from '../../components/menu.ts'
import { type Actions, actionsContext } from '../../state/actions.ts'
import { agentsContext } from '../../state/agents.ts'
import { text } from '../../strings/index.ts'

/** What agents can do with certain documents: the one that sums up does so at once, the others need to be told what. */
@customElement('aios-hand-over')
export class AiosHandOver extends LitElement {
  @property({ attribute: false }) documentIds: readonly string[] = []
  @consume({ context: actionsContext }) private actions!: Actions
  readonly #agents = new Use(this, agentsContext)

  protected override render() {
    const agents = this.#agents.value.items ?? []
    const [summarizer] = agents.filter(({ kind }) => kind === 'summarize')
    if (agents.length === 0) return nothing
    const items: MenuItem[] = [
      ...(summarizer
        ? ([
            {
              label: text.handOver.summarize,
              icon: 'fileText',
              run: () => this.#launch(() => this.actions.launch(summarizer.id, this.documentIds, text.handOver.prompt)),
            },
            'line',
          ] as const)
        : []),
      ...agents.map(
        ({ id, name }): MenuItem => ({
          label: text.handOver.ask(name),
          icon: 'agent',
          run: () => this.#launch(() => this.actions.askAbout(this.documentIds, id)),
        }),
      ),
    ]
    return html`<aios-menu opens="forward" .label=${text.handOver.title} .items=${items}></aios-menu>`
  }

  #launch(launch: () => unknown): void {
    this.dispatchEvent(new Event('launch'))
    launch()
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-hand-over': AiosHandOver
  }
}
