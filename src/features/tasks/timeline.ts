import { css, html, nothing } from 'lit'
import type { Step } from '../../api/tasks.ts'
import { lengthOf } from '../../parts/steps/steps-line.ts'
import { text } from '../../strings/index.ts'
import './step-content.ts'

/**
 * Steps from left to right; from top to bottom where it is narrow, or where a model worked and steps hold much. What a step
 * knows is folded under it.
 */
export const timeline = (steps: readonly Step[]) => html`
  <ol class="timeline ${steps.some(isModels) ? 'long' : ''}">
    ${steps.map(
      (step) => html`
        <li class=${step.status}>
          <span class="title" dir="auto">${step.title}</span>
          <span class="soft figures">
            ${step.finishedAt ? text.format.duration(lengthOf(step)) : text.tasks.stepStates[step.status]}
            ${tokensOf(step)}
            ${step.finishedAt && step.status !== 'done' ? html`· ${text.tasks.stepStates[step.status]}` : nothing}
          </span>
          ${typeof step.detail.text === 'string' ? html`<span class="said" dir="auto">${step.detail.text}</span>` : nothing}
          ${step.detail.error ? html`<span class="fail" dir="auto">${wordsOf(step.detail.error)}</span>` : nothing}
          ${
            isModels(step)
              ? html`<aios-step-content .taskId=${step.taskId} .stepId=${step.id}></aios-step-content>`
              : facts(step)
          }
        </li>
      `,
    )}
  </ol>
`

/** What a model or a tool did is told by what it holds; of other steps, by their facts. */
const isModels = ({ kind }: Step) => kind === 'model' || kind === 'tool'

const tokensOf = ({ detail: { inputTokens, outputTokens } }: Step) =>
  typeof inputTokens === 'number' && typeof outputTokens === 'number'
    ? html`· ${text.manager.tokens(inputTokens, outputTokens)}`
    : nothing

/** What is said elsewhere, or means nothing to people. */
const unsaid = ['error', 'text', 'call', 'approvalId']

const facts = ({ detail }: Step) => {
  const entries = Object.entries(detail).filter(([name]) => !unsaid.includes(name))
  if (entries.length === 0) return nothing
  return html`
    <details>
      <summary>${text.tasks.stepFacts}</summary>
      <dl>
        ${entries.map(
          ([name, value]) => html`
            <dt>${name}</dt>
            <dd dir="auto">${wordsOf(value)}</dd>
          `,
        )}
      </dl>
    </details>
  `
}

const wordsOf = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(wordsOf).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const down = css`
  grid-template-columns: minmax(0, 1fr);
  gap: 0;
`
const connectedStep = css`
  padding: 0 0 var(--size-4) var(--size-5);
`
const connector = css`
  inset-block: 0;
  inset-inline: calc(var(--size-1) - var(--border-size-1)) auto;
  border-block-start: 0;
  border-inline-start: var(--border-size-1) solid var(--line);
`

export const timelineStyles = css`
  .timeline {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr));
    gap: var(--size-4) 0;
  }

  .timeline li {
    position: relative;
    display: grid;
    gap: var(--size-1);
    align-content: start;
    padding: var(--size-4) var(--size-4) 0 0;
    font-size: var(--text-s);
  }

  .timeline li::before {
    position: absolute;
    inset-block-start: var(--size-1);
    inset-inline: 0;
    border-block-start: var(--border-size-1) solid var(--line);
    content: '';
  }

  .timeline li::after {
    position: absolute;
    inset-block-start: 0;
    inset-inline-start: 0;
    inline-size: var(--size-2);
    block-size: var(--size-2);
    border-radius: var(--radius-round);
    background: var(--ok-dot);
    content: '';
  }

  .timeline .running::after {
    background: var(--wait-dot);
  }

  .timeline .failed::after,
  .timeline .interrupted::after {
    background: var(--fail-dot);
  }

  .timeline .cancelled::after {
    background: var(--line-strong);
  }

  .timeline .title {
    font-weight: var(--font-weight-5);
    overflow-wrap: anywhere;
  }

  .timeline .said {
    display: -webkit-box;
    -webkit-line-clamp: 3;
    -webkit-box-orient: vertical;
    overflow: hidden;
    overflow-wrap: anywhere;
  }

  .timeline summary {
    color: var(--text-2);
    font-size: var(--text-xs);
    cursor: pointer;
  }

  .timeline dl {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0 var(--size-2);
    margin-block-start: var(--size-1);
    font-size: var(--text-xs);
  }

  .timeline dt {
    color: var(--text-2);
  }

  .timeline dd {
    overflow-wrap: anywhere;
  }

  .timeline.long {
    ${down}
  }

  .timeline.long li {
    ${connectedStep}
  }

  .timeline.long li::before {
    ${connector}
  }

  .timeline.long li::after {
    inset-block-start: var(--size-1);
  }

  @media (max-width: 40rem) {
    .timeline {
      ${down}
    }

    .timeline li {
      ${connectedStep}
    }

    .timeline li::before {
      ${connector}
    }

    .timeline li::after {
      inset-block-start: var(--size-1);
    }
  }
`
