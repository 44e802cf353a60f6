import { css, html, LitElement, nothing, type PropertyValues } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { Step, Task } from '../../api/tasks.ts'
import { icon } from '../../components/icon.ts'
import { skeleton, skeletonStyles } from '../../components/skeleton.ts'
import { agentsContext } from '../../state/agents.ts'
import { documentsContext } from '../../state/documents.ts'
import { hrefTo, routeContext } from '../../state/route.ts'
import { isOver, tasksContext } from '../../state/tasks.ts'
import { threadContext } from '../../state/thread.ts'
import { Use } from '../../state/use.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'
import { facts, view } from '../../styles/view.ts'
import '../ask/answer.ts'
import '../ask/take-away.ts'
import { lengthOf } from '../ask/steps.ts'
import { taskDot, taskDotStyles } from './task-dot.ts'
import { timeline, timelineStyles } from './timeline.ts'

/** One task: its timeline, what came of it, and what can be done now. */
@customElement('aios-task')
export class AiosTask extends LitElement {
  @property() taskId = ''
  readonly #tasks = new Use(this, tasksContext)
  readonly #agents = new Use(this, agentsContext)
  readonly #documents = new Use(this, documentsContext)
  readonly #thread = new Use(this, threadContext)
  readonly #route = new Use(this, routeContext)
  #unwatch: (() => void) | undefined

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#unwatch?.()
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('taskId') || !this.taskId) return
    this.#unwatch?.()
    this.#unwatch = this.#tasks.store.watch(this.taskId)
  }

  protected override render() {
    const task = this.#tasks.store.find(this.taskId)
    return html`
      <header class="head">
        <a class="button plain small" href=${hrefTo('tasks')}>${icon('left')}${text.tasks.back}</a>
      </header>
      <div class="body">
        <div class="column">${task ? this.#task(task) : this.#absent()}</div>
      </div>
    `
  }

  #absent() {
    return this.#tasks.value.items ? html`<div class="empty"><p>${text.tasks.gone}</p></div>` : skeleton(6)
  }

  #task(task: Task) {
    const steps = this.#tasks.value.steps.get(task.id) ?? []
    return html`
      <h2 dir="auto">${task.prompt}</h2>
      <p class="standing" role="status">${taskDot(task.status)}<span aria-hidden="true">${text.tasks.states[task.status]}</span></p>
      ${this.#problem(task)}
      <div class="buttons small">${this.#actions(task)}</div>
      <h3>${text.tasks.timeline}</h3>
      ${steps.length > 0 ? this.#attempts(steps) : html`<p class="soft">${text.tasks.noSteps}</p>`}
      ${
        task.result
          ? html`<h3>${text.tasks.result}</h3>
              <aios-answer .result=${task.result}></aios-answer>
              <div class="buttons small"><aios-take-away .task=${task}></aios-take-away></div>`
          : nothing
      }
      ${this.#facts(task)}
    `
  }

  #attempts(steps: readonly Step[]) {
    const attempts = Map.groupBy(steps, ({ attempt }) => attempt)
    return [...attempts].map(
      ([attempt, ours]) => html`
        ${attempts.size > 1 ? html`<h4>${text.tasks.attempt(attempt)}</h4>` : nothing} ${timeline(ours)}
      `,
    )
  }

  #problem({ status, error }: Task) {
    if (status === 'failed' && error) return html`<p class="problem" dir="auto">${error}</p>`
    if (status === 'interrupted') return html`<p class="problem">${text.tasks.interrupted}</p>`
    return nothing
  }

  #actions(task: Task) {
    const { store } = this.#tasks
    if (!isOver(task.status)) {
      return html`
        <button class="button small" type="button" @click=${() => store.cancel(task.id)}>
          ${icon('cancel')}${text.tasks.cancel}
        </button>
      `
    }
    return html`
      ${
        task.status === 'succeeded'
          ? html`<button class="button small" type="button" @click=${() => this.#openInAsk(task.id)}>
              ${icon('ask')}${text.tasks.openInAsk}
            </button>`
          : nothing
      }
      <button class="button small" type="button" @click=${() => store.retry(task.id)}>
        ${icon('retry')}${task.status === 'succeeded' ? text.ask.again : text.tasks.retry}
      </button>
    `
  }

  #facts(task: Task) {
    const names = (task.documentIds ?? []).map((id) => this.#documents.store.find(id)?.name ?? id)
    const { facts } = text.tasks
    const took = task.startedAt && task.finishedAt ? text.format.duration(lengthOf(task)) : undefined
    return html`
      <dl class="facts">
        ${fact(facts.agent, this.#agents.store.find(task.agentId)?.name ?? task.agentId)}
        ${fact(facts.asked, text.format.moment(task.createdAt))} ${took ? fact(facts.took, took) : nothing}
        ${fact(facts.documents, names.length > 0 ? names.join(', ') : text.tasks.allDocuments)}
      </dl>
    `
  }

  #openInAsk(id: string): void {
    this.#thread.store.reopen(id)
    this.#route.store.go('ask')
  }

  static override styles = [
    base,
    controls,
    view,
    facts,
    skeletonStyles,
    taskDotStyles,
    timelineStyles,
    css`
      h2 {
        font-size: var(--font-size-4);
        font-weight: var(--font-weight-6);
        line-height: var(--font-lineheight-1);
        letter-spacing: -0.015em;
        overflow-wrap: anywhere;
      }

      h3 {
        margin-block: var(--size-6) var(--size-3);
        font-size: var(--text-m);
        font-weight: var(--font-weight-6);
      }

      h4 {
        margin-block: var(--size-3) var(--size-2);
        color: var(--text-2);
        font-size: var(--text-s);
        font-weight: var(--font-weight-5);
      }

      .head .button {
        margin-inline-start: calc(-1 * var(--size-2));
      }

      .standing {
        display: flex;
        gap: var(--size-2);
        align-items: center;
        margin-block: var(--size-2) var(--size-3);
        font-size: var(--text-s);
      }

      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: var(--size-2);
        margin-block-start: var(--size-3);
      }

      .facts {
        margin-block-start: var(--size-6);
        padding-block-start: var(--size-3);
        border-block-start: var(--hairline);
      }
    `,
  ]
}

const fact = (name: string, value: string) => html`
  <div>
    <dt>${name}</dt>
    <dd dir="auto">${value}</dd>
  </div>
`

declare global {
  interface HTMLElementTagNameMap {
    'aios-task': AiosTask
  }
}
