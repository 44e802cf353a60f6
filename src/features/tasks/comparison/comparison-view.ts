import { css, html, LitElement, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { pageKey } from '../../../../extensions/backend/src/shared/page-key.ts'
import type { Citation, Task } from '../../../api/tasks.ts'
import { Use } from '../../../base/use.ts'
import { fact } from '../../../components/fact.ts'
import { icon } from '../../../components/icon.ts'
import { skeleton, skeletonStyles } from '../../../components/skeleton.ts'
import { agentsContext } from '../../../state/agents.ts'
import { hrefTo } from '../../../state/route.ts'
import { TaskWatch } from '../../../state/task-watch.ts'
import { tasksContext } from '../../../state/tasks.ts'
import { text } from '../../../strings/index.ts'
import { base } from '../../../styles/base.ts'
import { controls } from '../../../styles/controls.ts'
import { facts, view } from '../../../styles/view.ts'
import '../../../parts/answer/answer.ts'
import { lengthOf } from '../../../parts/steps/steps-line.ts'
import './answer-difference.ts'
import { taskDot, taskDotStyles } from '../task-dot.ts'

const keyOf = (citation: Citation) => `${pageKey(citation)} ${citation.start} ${citation.end}`

/** Two runs side by side: what they say, what they rest on, what they took. */
@customElement('aios-comparison')
export class AiosComparison extends LitElement {
  @property({ attribute: false }) tasks: readonly string[] = []
  readonly #tasks = new Use(this, tasksContext)
  readonly #agents = new Use(this, agentsContext)

  constructor() {
    super()
    new TaskWatch(this, this.#tasks, () => this.tasks)
  }

  protected override render() {
    const [one, other] = this.tasks.map((id) => this.#tasks.store.find(id))
    return html`
      <header class="head">
        <a class="button plain small" href=${hrefTo('tasks', this.tasks[0])}>${icon('left')}${text.compare.back}</a>
      </header>
      <div class="body">${one && other ? this.#both(one, other) : this.#absent()}</div>
    `
  }

  #absent() {
    return this.#tasks.value.all ? html`<div class="empty"><p>${text.compare.gone}</p></div>` : skeleton(6)
  }

  #both(one: Task, other: Task) {
    return html`
      <h2>${text.compare.title}</h2>
      <div class="pair">${this.#run(one, other, 1)}${this.#run(other, one, 2)}</div>
      <section aria-labelledby="differences">
        <h3 id="differences">${text.compare.differences}</h3>
        <aios-answer-difference
          .first=${one.result?.markdown ?? ''}
          .second=${other.result?.markdown ?? ''}
        ></aios-answer-difference>
      </section>
    `
  }

  #run(task: Task, other: Task, n: number) {
    const { compare } = text
    const citations = task.result?.citations ?? []
    const theirs = new Set((other.result?.citations ?? []).map(keyOf))
    const shared = citations.filter((citation) => theirs.has(keyOf(citation))).length
    const { usage } = task
    return html`
      <article aria-label=${compare.run(n)}>
        <h3><a href=${hrefTo('tasks', task.id)} dir="auto">${task.prompt}</a></h3>
        <dl class="facts">
          ${fact(compare.facts.agent, this.#agents.store.find(task.agentId)?.name ?? text.manager.goneAgent)}
          ${fact(compare.facts.state, html`${taskDot(task.status)} <span aria-hidden="true">${text.tasks.states[task.status]}</span>`)}
          ${task.finishedAt ? fact(compare.facts.took, text.format.duration(lengthOf(task))) : nothing}
          ${usage ? fact(compare.facts.tokens, text.manager.tokens(usage.inputTokens, usage.outputTokens)) : nothing}
          ${fact(compare.facts.citations, `${text.format.number(citations.length)} · ${compare.both(shared)}`)}
        </dl>
        ${
          task.result
            ? html`<aios-answer .result=${task.result}></aios-answer>`
            : html`<p class="soft">${task.error ?? compare.noAnswer}</p>`
        }
        ${this.#own(citations.filter((citation) => !theirs.has(keyOf(citation))))}
      </article>
    `
  }

  #own(citations: readonly Citation[]) {
    if (citations.length === 0) return nothing
    const places = citations.map(({ documentName, page }) => text.ask.source(documentName, page))
    return html`
      <h4>${text.compare.onlyIn}</h4>
      <ul class="own">${[...new Set(places)].map((place) => html`<li dir="auto">${place}</li>`)}</ul>
    `
  }

  static override styles = [
    base,
    controls,
    view,
    facts,
    skeletonStyles,
    taskDotStyles,
    css`
      h2 {
        margin-block-end: var(--size-4);
        font-size: var(--font-size-4);
        font-weight: var(--font-weight-6);
      }

      h3,
      h4 {
        margin-block-end: var(--size-2);
        font-size: var(--text-m);
        font-weight: var(--font-weight-6);
        overflow-wrap: anywhere;
      }

      h3 a {
        color: inherit;
      }

      .pair {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: var(--size-6);
        max-inline-size: calc(2 * var(--reading));
      }

      .facts {
        margin-block-end: var(--size-4);
        padding-block-end: var(--size-3);
        border-block-end: var(--hairline);
      }

      .facts dd {
        display: flex;
        gap: var(--size-2);
        align-items: center;
      }

      h4 {
        margin-block-start: var(--size-5);
        font-size: var(--text-s);
      }

      .own {
        padding-inline-start: var(--size-5);
        list-style: revert;
        font-size: var(--text-s);
      }

      section {
        max-inline-size: var(--reading);
        margin-block-start: var(--size-7);
        padding-block-start: var(--size-4);
        border-block-start: var(--hairline);
      }

      @media (max-width: 56rem) {
        .pair {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-comparison': AiosComparison
  }
}
