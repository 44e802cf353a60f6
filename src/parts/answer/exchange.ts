import { css, html, LitElement, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { isOver } from '../../../extensions/backend/src/shared/task-states.ts'
import type { Step, Task } from '../../api/tasks.ts'
import { Use } from '../../base/use.ts'
import { icon } from '../../components/icon.ts'
import { skeleton, skeletonStyles } from '../../components/skeleton.ts'
import { hrefTo } from '../../state/route.ts'
import { TaskWatch } from '../../state/task-watch.ts'
import { tasksContext } from '../../state/tasks.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'
import { states } from '../../styles/view.ts'
import '../approvals/approval-list.ts'
import './answer.ts'
import './streamed-text.ts'
import { stepsLine, stepsStyles } from '../steps/steps-line.ts'
import { usageLine } from '../steps/usage-line.ts'
import './answer-export.ts'

/** A question and what came of it, live while it is being answered. */
@customElement('aios-exchange')
export class AiosExchange extends LitElement {
  @property() taskId = ''
  readonly #tasks = new Use(this, tasksContext)

  constructor() {
    super()
    new TaskWatch(this, this.#tasks, () => [this.taskId])
  }

  protected override render() {
    const task = this.#tasks.store.find(this.taskId)
    if (!task) return this.#tasks.value.items ? html`<p class="soft">${text.ask.gone}</p>` : skeleton(3)
    const steps = this.#tasks.value.steps.get(task.id) ?? []
    return html`
      <article aria-busy=${!isOver(task.status)}>
        <h3 dir="auto">${task.prompt}</h3>
        <div class="line">
          ${stepsLine(task, steps)}
          ${
            isOver(task.status)
              ? nothing
              : html`<button class="button small" type="button" @click=${() => this.#tasks.store.cancel(task.id)}>
                  ${text.ask.stop}
                </button>`
          }
        </div>
        <aios-approvals .taskId=${task.id}></aios-approvals>
        ${this.#saying(task)} ${this.#outcome(task, steps)}
      </article>
    `
  }

  /** What a model says while it says it. */
  #saying({ id, status }: Task) {
    const words = isOver(status) ? '' : (this.#tasks.value.streamed.get(id) ?? '')
    return words ? html`<div class="card"><aios-streamed-text .words=${words}></aios-streamed-text></div>` : nothing
  }

  #outcome(task: Task, steps: readonly Step[]) {
    if (!isOver(task.status)) return nothing
    return html`${task.result ? this.#answer(task, steps) : nothing} ${this.#ending(task)}`
  }

  #answer(task: Task, steps: readonly Step[]) {
    return html`
        <div class="card"><aios-answer .result=${task.result}></aios-answer></div>
        ${usageLine(task, steps)}
        <div class="actions small">
          <aios-answer-export .task=${task}></aios-answer-export>
          <a class="button plain small" href=${hrefTo('tasks', task.id)}>${icon('tasks')}${text.ask.toTask}</a>
        </div>
      `
  }

  /** Why it is not what it could be, and the way to try again. */
  #ending(task: Task) {
    if (task.status === 'succeeded') return nothing
    const words = {
      failed: task.error ?? text.ask.failed,
      interrupted: task.error ?? text.ask.interrupted,
      cancelled: task.result ? text.answering.partial : text.ask.cancelled,
    }[task.status as 'failed' | 'interrupted' | 'cancelled']
    return html`
      <div class="problem ${task.status}">
        <p dir="auto">${words}</p>
        <button class="button small" type="button" @click=${() => this.#tasks.store.retry(task.id)}>
          ${icon('retry')}${task.status === 'interrupted' ? text.tasks.resume : text.ask.askAgain}
        </button>
      </div>
    `
  }

  static override styles = [
    base,
    controls,
    skeletonStyles,
    states,
    stepsStyles,
    css`
      article {
        display: grid;
        gap: var(--size-2);
      }

      h3 {
        font-size: var(--text-xl);
        font-weight: var(--font-weight-6);
        line-height: var(--font-lineheight-2);
        letter-spacing: -0.01em;
        overflow-wrap: anywhere;
        white-space: pre-wrap;
      }

      .line {
        display: flex;
        gap: var(--size-3);
        align-items: start;
        justify-content: space-between;
        min-block-size: var(--control-s);
      }

      .line > :first-child {
        flex: 1;
        min-inline-size: 0;
      }

      .card {
        padding-block: var(--size-2);
      }

      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: var(--size-1);
        margin-inline-start: calc(-1 * var(--size-2));
      }

      .usage {
        font-size: var(--text-xs);
        overflow-wrap: anywhere;
      }

      .problem:not(.failed) {
        background: var(--surface-2);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-exchange': AiosExchange
  }
}
