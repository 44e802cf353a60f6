import { consume } from '@lit/context'
import { Task } from '@lit/task'
import { css, html, LitElement, nothing } from 'lit'
import { customElement, state } from 'lit/decorators.js'
import type { UsageReport } from '../../../api/providers.ts'
import { Use } from '../../../base/use.ts'
import { problem } from '../../../components/problem.ts'
import { skeleton, skeletonStyles } from '../../../components/skeleton.ts'
import { agentsContext } from '../../../state/agents.ts'
import { type Backend, backendContext, connectionContext } from '../../../state/app-state.ts'
import { providersContext } from '../../../state/providers.ts'
import { text } from '../../../strings/index.ts'
import { base } from '../../../styles/base.ts'
import { controls } from '../../../styles/controls.ts'
import { states } from '../../../styles/view.ts'
import { choice, choiceStyles } from '../choice-field.ts'
import { chart, chartStyles } from './usage-chart.ts'
import { usageTable, usageTableStyles } from './usage-table.ts'

const ranges = [7, 30, 90] as const

/** What models took: a day's tokens as a bar, then who used them. */
@customElement('aios-settings-usage')
export class AiosSettingsUsage extends LitElement {
  @consume({ context: backendContext }) private backend!: Backend
  @state() private days: (typeof ranges)[number] = 30
  readonly #connection = new Use(this, connectionContext)
  readonly #agents = new Use(this, agentsContext)
  readonly #providers = new Use(this, providersContext)
  /** The last answer stands until the next one is there: another range moves nothing else. */
  #last: UsageReport | undefined

  readonly #report = new Task(this, {
    args: () => [this.days, this.#connection.value.state === 'connected'] as const,
    task: async ([days], { signal }) => {
      this.#last = await this.backend.usage.report(days, signal)
      return this.#last
    },
  })

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#providers.store.refresh() // whose names the models are told with
  }

  protected override render() {
    return html`
      <p class="soft">${text.usage.about}</p>
      ${choice({
        legend: text.usage.range,
        name: 'range',
        options: ranges.map((days) => [days, text.usage.days(days)] as const),
        value: this.days,
        onChoose: (days) => {
          this.days = days
        },
      })}
      ${this.#report.render({
        pending: () => (this.#last ? this.#shown(this.#last) : skeleton(5)),
        complete: (report) => this.#shown(report),
        error: (error) => problem(error, () => this.#report.run()),
      })}
    `
  }

  #shown({ days, agents, models, total }: UsageReport) {
    if (total.calls === 0) return html`<div class="empty"><p>${text.usage.none(days.length)}</p></div>`
    const { columns } = text.usage
    const used = days.filter(({ calls }) => calls > 0).toReversed()
    return html`
      <p class="total figures" role="status">
        ${text.usage.total(total.calls, total.inputTokens, total.outputTokens)}${
          total.cost === undefined ? nothing : html`<br />${text.usage.cost(total.cost)}`
        }
      </p>
      ${chart(days)}
      <details>
        <summary>${text.usage.asTable}</summary>
        ${usageTable(
          text.usage.byDay,
          columns.day,
          used.map(({ day, ...amount }) => ({ name: text.usage.day(day), amount })),
        )}
      </details>
      <h4>${text.usage.byAgent}</h4>
      ${usageTable(
        text.usage.byAgent,
        columns.agent,
        agents.map(({ agentId, ...amount }) => ({ name: this.#agentName(agentId), amount })),
      )}
      <h4>${text.usage.byModel}</h4>
      ${usageTable(
        text.usage.byModel,
        columns.model,
        models.map(({ providerId, model, ...amount }) => ({ name: this.#modelName(model, providerId), amount })),
      )}
      ${total.estimated > 0 ? html`<p class="soft note">${text.usage.estimated(total.estimated)}</p>` : nothing}
    `
  }

  #agentName(id: string | undefined): string {
    if (id === undefined) return text.usage.noAgent
    return this.#agents.store.find(id)?.name ?? text.usage.goneAgent
  }

  #modelName(model: string, providerId: string): string {
    return text.usage.modelAt(model, this.#providers.store.find(providerId)?.name ?? text.usage.goneProvider)
  }

  static override styles = [
    base,
    controls,
    states,
    skeletonStyles,
    choiceStyles,
    chartStyles,
    usageTableStyles,
    css`
      .choice,
      .total {
        margin-block: var(--size-3);
      }

      summary {
        inline-size: fit-content;
        border-radius: var(--radius);
        color: var(--text-2);
        font-size: var(--text-s);
        cursor: pointer;
      }

      h4 {
        margin-block: var(--size-5) var(--size-1);
        font-size: var(--text-m);
        font-weight: var(--font-weight-6);
      }

      .note {
        margin-block-start: var(--size-3);
        font-size: var(--text-s);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-settings-usage': AiosSettingsUsage
  }
}
