import { css, html, LitElement, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { isOver } from '../../../extensions/backend/src/shared/task-states.ts'
import type { Step, Task, TaskPriority } from '../../api/tasks.ts'
import { Use } from '../../base/use.ts'
import { fact } from '../../components/fact.ts'
import { icon } from '../../components/icon.ts'
import { skeleton, skeletonStyles } from '../../components/skeleton.ts'
import { agentsContext } from '../../state/agents.ts'
import { documentsContext } from '../../state/documents.ts'
import { hrefTo } from '../../state/route.ts'
import { TaskWatch } from '../../state/task-watch.ts'
import { tasksContext } from '../../state/tasks.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'
import { facts, view } from '../../styles/view.ts'
import '../../parts/approvals/approval-list.ts'
import '../../parts/answer/answer.ts'
import '../../parts/answer/streamed-text.ts'
import '../../parts/answer/answer-export.ts'
import { lengthOf } from '../../parts/steps/steps-line.ts'
import './file-changes.ts'
import './follow-up.ts'
import './task-actions.ts'
import { taskDot, taskDotStyles } from './task-dot.ts'
import { timeline, timelineStyles } from './timeline.ts'

/** One task: what can be done now, what came of it, and its timeline. */
@customElement('aios-task')
export class AiosTask extends LitElement {
  @property() taskId = ''
  readonly #tasks = new Use(this, tasksContext)
  readonly #agents = new Use(this, agentsContext)
  readonly #documents = new Use(this, documentsContext)

  constructor() {
    super()
    new TaskWatch(this, this.#tasks, () => [this.taskId])
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
    return this.#tasks.value.all ? html`<div class="empty"><p>${text.tasks.gone}</p></div>` : skeleton(6)
  }

  #task(task: Task) {
    const steps = this.#tasks.value.steps.get(task.id) ?? []
    return html`
      <h2 dir="auto">${task.prompt}</h2>
      <p class="standing" role="status">${taskDot(task.status)}<span aria-hidden="true">${text.tasks.states[task.status]}</span></p>
      ${this.#problem(task)}
      <aios-approvals .taskId=${task.id}></aios-approvals>
      <aios-task-actions .task=${task}></aios-task-actions>
      ${
        task.result
          ? html`<h3>${text.tasks.result}</h3>
              <aios-answer .result=${task.result}></aios-answer>
              <div class="buttons small"><aios-answer-export .task=${task}></aios-answer-export></div>`
          : nothing
      }
      <aios-changes .taskId=${task.id} .mark=${`${task.status} ${steps.length}`}></aios-changes>
      ${task.status === 'succeeded' ? html`<aios-follow-up .task=${task}></aios-follow-up>` : nothing}
      <h3>${text.tasks.timeline}</h3>
      ${steps.length > 0 ? this.#attempts(steps) : html`<p class="soft">${text.tasks.noSteps}</p>`}
      ${this.#speech(task)}
      ${this.#facts(task)}
    `
  }

  #speech(task: Task) {
    const streamed = this.#tasks.value.streamed.get(task.id)
    return streamed && !isOver(task.status)
      ? html`<aios-streamed-text .words=${streamed}></aios-streamed-text>`
      : nothing
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
    const words = status === 'interrupted' ? (error ?? text.tasks.interrupted) : status === 'failed' ? error : undefined
    return words === undefined ? nothing : html`<p class="problem" dir="auto">${words}</p>`
  }

  #facts(task: Task) {
    const { documentIds = [] } = task
    const names = documentIds.flatMap((id) => this.#documents.store.find(id)?.name ?? [])
    const { facts } = text.tasks
    const { usage } = task
    const relatives = this.#relatives(task)
    const took = task.startedAt && task.finishedAt ? text.format.duration(lengthOf(task)) : undefined
    return html`
      <dl class="facts">
        ${fact(facts.agent, this.#agents.store.find(task.agentId)?.name ?? task.agentId)}
        ${fact(facts.asked, text.format.moment(task.createdAt))} ${took ? fact(facts.took, took) : nothing}
        ${fact(facts.documents, documentsIn(documentIds.length, names))}
        ${usage ? fact(text.taskPage.tokens, text.manager.tokens(usage.inputTokens, usage.outputTokens)) : nothing}
        ${isOver(task.status) ? nothing : fact(text.taskPage.priority, this.#priority(task))}
        ${relatives.map(([name, relative]) => fact(name, html`<a href=${hrefTo('tasks', relative.id)}>${relative.prompt}</a>`))}
      </dl>
    `
  }

  /** The tasks that this one comes from, and those that come from it. */
  #relatives({ id, continues, parentId }: Task): [string, Task][] {
    const { taskPage } = text
    return (this.#tasks.value.all ?? []).flatMap((other): [string, Task][] => {
      if (other.id === continues) return [[taskPage.continues, other]]
      if (other.id === parentId) return [[taskPage.parent, other]]
      return other.parentId === id ? [[taskPage.children, other]] : []
    })
  }

  #priority({ id, priority: current = 'normal' }: Task) {
    return html`
      <select
        class="field"
        aria-label=${text.taskPage.priority}
        @change=${(event: Event) => this.#tasks.store.prioritise(id, (event.target as HTMLSelectElement).value as TaskPriority)}
      >
        ${priorities.map((priority) => html`<option value=${priority} ?selected=${priority === current}>${text.manager.priorities[priority]}</option>`)}
      </select>
    `
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
        gap: var(--size-1);
        margin: var(--size-2) 0 0 calc(-1 * var(--size-2));
      }

      .facts select {
        inline-size: auto;
      }

      .facts {
        margin-block-start: var(--size-6);
        padding-block-start: var(--size-3);
        border-block-start: var(--hairline);
      }
    `,
  ]
}

const priorities: readonly TaskPriority[] = ['high', 'normal', 'low']

/** Names of documents, as far as they are known here: another workspace's are not. */
const documentsIn = (count: number, names: readonly string[]): string => {
  if (count === 0) return text.tasks.allDocuments
  return names.length === count ? names.join(', ') : text.workspaces.documents(count)
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-task': AiosTask
  }
}
