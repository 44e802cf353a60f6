import { consume } from '@lit/context'
import { html, LitElement, nothing } from 'lit'
import { customElement, query, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { Task } from '../../api/tasks.ts'
import { icon } from '../../components/icon.ts'
import { skeleton, skeletonStyles } from '../../components/skeleton.ts'
import { VirtualRows } from '../../components/virtual-rows.ts'
import { type Actions, actionsContext } from '../../state/actions.ts'
import { agentsContext } from '../../state/agents.ts'
import { hrefTo } from '../../state/route.ts'
import { isOver, tasksContext } from '../../state/tasks.ts'
import { Use } from '../../state/use.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'
import { view } from '../../styles/view.ts'
import { lengthOf } from '../ask/steps.ts'
import '../frame/switcher.ts'
import { type Group, groupOf, groups } from './groups.ts'
import { tasksStyles } from './styles.ts'
import { taskDot, taskDotStyles } from './task-dot.ts'

type Row = { group: Group; count: number } | { task: Task }

/** All tasks of the workspace in four groups, the newest first. */
@customElement('aios-tasks')
export class AiosTasks extends LitElement {
  @consume({ context: actionsContext }) private actions!: Actions
  @state() private words = ''
  @state() private group: Group | undefined
  @query('#filter') private filter!: HTMLInputElement
  readonly #tasks = new Use(this, tasksContext)
  readonly #agents = new Use(this, agentsContext)
  readonly #rows = new VirtualRows(this)

  protected override render() {
    const { items } = this.#tasks.value
    return html`
      <header class="head">
        <h2>${text.tasks.title}</h2>
        <aios-switcher></aios-switcher>
      </header>
      ${items && items.length > 0 ? this.#tools(items) : nothing}
      <div class="body">${this.#content()}</div>
    `
  }

  #tools(items: readonly Task[]) {
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

  #content() {
    const { items, error } = this.#tasks.value
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
          (row) => ('task' in row ? row.task.id : row.group),
          (row, index) => ('task' in row ? this.#row(row.task, first + index) : this.#heading(row)),
        )}
      </ul>
    `
  }

  #grouped(items: readonly Task[]): Row[] {
    const wanted = this.words.trim().toLocaleLowerCase()
    const fit = items.filter(({ prompt }) => prompt.toLocaleLowerCase().includes(wanted))
    return groups.flatMap((group): Row[] => {
      if (this.group && this.group !== group) return []
      const tasks = fit.filter((task) => groupOf(task) === group)
      return tasks.length > 0 ? [{ group, count: tasks.length }, ...tasks.map((task) => ({ task }))] : []
    })
  }

  #heading({ group, count }: { group: Group; count: number }) {
    return html`
      <li class="row heading">
        <h3>${text.tasks.groups[group]} <span class="soft figures">${text.format.number(count)}</span></h3>
      </li>
    `
  }

  #row(task: Task, index: number) {
    const agent = this.#agents.store.find(task.agentId)?.name ?? ''
    const { prompt, status, error, createdAt } = task
    return html`
      <li class="row task" data-index=${index}>
        ${taskDot(status)}
        <a class="name" href=${hrefTo('tasks', task.id)} title=${prompt}>
          <span class="cut" dir="auto">${prompt}</span>
          <span class="cut about" dir="auto">${status === 'failed' && error ? error : agent}</span>
        </a>
        <span class="state">${text.tasks.states[status]}</span>
        <span class="time soft figures">
          ${task.finishedAt && task.startedAt ? text.format.duration(lengthOf(task)) : nothing}
        </span>
        <time class="time soft" datetime=${createdAt} title=${text.format.moment(createdAt)}>${text.format.ago(createdAt)}</time>
        ${this.#action(task)}
      </li>
    `
  }

  #action({ id, status, prompt }: Task) {
    const { store } = this.#tasks
    if (!isOver(status)) {
      return html`
        <button class="button small" type="button" aria-label=${text.tasks.cancelTask(prompt)} @click=${() => store.cancel(id)}>
          ${text.tasks.cancel}
        </button>
      `
    }
    if (status === 'succeeded') return html`<span></span>`
    return html`
      <button class="button small" type="button" aria-label=${text.tasks.retryTask(prompt)} @click=${() => store.retry(id)}>
        ${text.tasks.retry}
      </button>
    `
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

  static override styles = [base, controls, view, skeletonStyles, taskDotStyles, tasksStyles]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-tasks': AiosTasks
  }
}
