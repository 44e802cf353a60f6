import { consume } from '@lit/context'
import { html, LitElement, nothing, type PropertyValues } from 'lit'
import { customElement, query, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { Task } from '../../api/tasks.ts'
import { Use } from '../../base/use.ts'
import { icon } from '../../components/icon.ts'
import { skeleton, skeletonStyles } from '../../components/skeleton.ts'
import { VirtualRows } from '../../components/virtual-rows.ts'
import { type Actions, actionsContext } from '../../state/actions.ts'
import { agentsContext } from '../../state/agents.ts'
import { tasksContext } from '../../state/tasks.ts'
import { workspacesContext } from '../../state/workspaces.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'
import { view } from '../../styles/view.ts'
import '../../parts/approvals/approval-list.ts'
import '../../parts/switcher/switcher.ts'
import { fits, type Group, type Grouping, groupings, groupOf, groups, type Row, rowsOf } from './task-groups.ts'
import './queue-bar.ts'
import { taskDotStyles } from './task-dot.ts'
import { taskRow } from './task-row.ts'
import { tasksStyles } from './tasks-styles.ts'
import { sectionStyles, sections } from './tasks-tabs.ts'

/** All tasks, under headings, the newest first: of this workspace, or of all. */
@customElement('aios-tasks')
export class AiosTasks extends LitElement {
  @consume({ context: actionsContext }) private actions!: Actions
  @state() private words = ''
  @state() private group: Group | undefined
  @state() private agentId = ''
  @state() private grouping: Grouping = 'state'
  @state() private isEverywhere = false
  @query('#filter') private filter!: HTMLInputElement
  readonly #tasks = new Use(this, tasksContext)
  readonly #agents = new Use(this, agentsContext)
  readonly #workspaces = new Use(this, workspacesContext)
  readonly #rows = new VirtualRows(this)

  get #items(): readonly Task[] | undefined {
    const { items, all } = this.#tasks.value
    return this.isEverywhere ? all : items
  }

  protected override render() {
    const items = this.#items
    return html`
      <header class="head">
        <h2 class="alone">${text.tasks.title}</h2>
        ${sections('tasks')}
        <aios-queue></aios-queue>
        <aios-switcher></aios-switcher>
      </header>
      ${(this.#tasks.value.all ?? []).length > 0 ? this.#tools(items ?? []) : nothing}
      <div class="body"><aios-approvals></aios-approvals>${this.#content()}</div>
    `
  }

  #tools(items: readonly Task[]) {
    const { manager } = text
    const agents = this.#agents.value.items ?? []
    return html`
      <div class="tools">
        <input
          class="field"
          id="filter"
          type="search"
          dir="auto"
          autocomplete="off"
          aria-label=${text.tasks.filter}
          placeholder=${text.tasks.filterHint}
          .value=${this.words}
          @input=${() => {
            this.words = this.filter.value
          }}
        />
        ${choice(
          manager.agent,
          this.agentId,
          [['', manager.anyAgent], ...agents.map(({ id, name }) => [id, name] as const)],
          (id) => {
            this.agentId = id
          },
        )}
        ${choice(
          manager.scope,
          this.isEverywhere ? 'everywhere' : 'here',
          (['here', 'everywhere'] as const).map((scope) => [scope, manager.scopes[scope]] as const),
          (scope) => {
            this.isEverywhere = scope === 'everywhere'
          },
        )}
        ${choice(
          manager.grouping,
          this.grouping,
          groupings.map((grouping) => [grouping, `${manager.grouping}: ${manager.groupings[grouping]}`] as const),
          (grouping) => {
            this.grouping = grouping as Grouping
          },
        )}
        <div class="groups" role="group" aria-label=${text.tasks.show}>
          ${[undefined, ...groups].map((group) => this.#groupButton(group, items))}
        </div>
      </div>
    `
  }

  #groupButton(group: Group | undefined, items: readonly Task[]) {
    const count = group ? items.filter((task) => groupOf(task) === group).length : items.length
    return html`
      <button
        class="button plain small"
        type="button"
        aria-pressed=${this.group === group}
        @click=${() => {
          this.group = group
        }}
      >
        ${group ? text.tasks.groups[group] : text.tasks.all}
        <span class="soft figures">${text.format.number(count)}</span>
      </button>
    `
  }

  protected override updated(changed: PropertyValues): void {
    // Another list begins at its beginning.
    if (narrowing.some((name) => changed.has(name))) this.renderRoot.querySelector('.body')?.scrollTo(0, 0)
  }

  #content() {
    const { error } = this.#tasks.value
    const items = this.#items
    if (!items && error) {
      return html`
        <div class="problem">
          <p>${error}</p>
          <button class="button small" type="button" @click=${() => this.#tasks.store.refresh()}>
            ${icon('retry')}${text.action.retry}
          </button>
        </div>
      `
    }
    if (!items) return skeleton(6)
    if (items.length === 0) {
      return html`
        <div class="empty">
          <p>${text.tasks.none}</p>
          <button class="button" type="button" @click=${() => this.actions.newQuestion()}>
            ${icon('ask')}${text.tasks.ask}
          </button>
        </div>
      `
    }
    const rows = this.#grouped(items)
    if (rows.length === 0) return html`<div class="empty"><p role="status">${text.tasks.noneMatch}</p></div>`
    const { first, last, style } = this.#rows.window(rows.length)
    return html`
      <ul data-rows .style=${style} aria-label=${text.tasks.title} @keydown=${(event: KeyboardEvent) => this.#key(event, rows)}>
        ${repeat(
          rows.slice(first, last),
          ({ key }) => key,
          (row, index) =>
            'task' in row
              ? taskRow(row.task, { index: first + index, about: this.#about(row.task), store: this.#tasks.store })
              : heading(row),
        )}
      </ul>
    `
  }

  #grouped(items: readonly Task[]): Row[] {
    const fit = items.filter(fits({ words: this.words, group: this.group, agentId: this.agentId }))
    if (this.grouping === 'agent')
      return rowsOf(fit, { keyOf: ({ agentId }) => agentId, nameOf: (id) => this.#agentName(id) })
    if (this.grouping === 'workspace')
      return rowsOf(fit, { keyOf: ({ workspaceId }) => workspaceId, nameOf: (id) => this.#workspaceName(id) })
    return rowsOf(fit, { keyOf: groupOf, nameOf: (group) => text.tasks.groups[group as Group], order: groups })
  }

  #agentName(id: string): string {
    return this.#agents.store.find(id)?.name ?? text.manager.goneAgent
  }

  #workspaceName(id: string): string {
    return this.#workspaces.value.items?.find((workspace) => workspace.id === id)?.name ?? text.manager.goneWorkspace
  }

  #about({ agentId, workspaceId }: Task): string {
    const agent = this.#agentName(agentId)
    return this.isEverywhere ? `${agent} · ${this.#workspaceName(workspaceId)}` : agent
  }

  async #key(event: KeyboardEvent, rows: readonly Row[]): Promise<void> {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const row = (event.target as Element).closest<HTMLElement>('.task')
    if (by === undefined || !row) return
    event.preventDefault()
    let to = Number(row.dataset.index) + by
    while (rows[to] && !('task' in (rows[to] as Row))) to += by
    if (to < 0) return this.filter.focus()
    if (!rows[to]) return
    this.#rows.reveal(to)
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>(`[data-index="${to}"] .name`)?.focus()
  }

  static override styles = [base, controls, view, skeletonStyles, taskDotStyles, sectionStyles, tasksStyles]
}

const narrowing = ['words', 'group', 'agentId', 'grouping', 'isEverywhere']

const heading = ({ heading, count }: { heading: string; count: number }) => html`
  <li class="row heading">
    <h3><span dir="auto">${heading}</span> <span class="soft figures">${text.format.number(count)}</span></h3>
  </li>
`

/** A small list to choose from, told by its label to those who do not see it. */
const choice = (
  label: string,
  chosen: string,
  options: readonly (readonly [value: string, name: string])[],
  choose: (value: string) => void,
) => html`
  <select class="field" aria-label=${label} @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
    ${options.map(([value, name]) => html`<option value=${value} ?selected=${value === chosen}>${name}</option>`)}
  </select>
`

declare global {
  interface HTMLElementTagNameMap {
    'aios-tasks': AiosTasks
  }
}
