import { css, html, nothing } from 'lit'
import { isOver } from '../../../extensions/backend/src/shared/task-states.ts'
import type { Step, Task } from '../../api/tasks.ts'
import { text } from '../../strings/index.ts'

/** Milliseconds that a step took, or has taken until now. */
export const lengthOf = ({ startedAt, finishedAt }: { startedAt?: string; finishedAt?: string }): number =>
  startedAt ? (finishedAt ? Date.parse(finishedAt) : Date.now()) - Date.parse(startedAt) : 0

/** One line that says what a task does, or did; it opens to all its steps. */
export const stepsLine = (task: Task, steps: readonly Step[]) => {
  const ours = steps.filter(({ attempt }) => attempt === task.attempt)
  if (ours.length === 0) return html`<p class="steps-line">${isOver(task.status) ? nothing : text.ask.queued}</p>`
  const running = isOver(task.status) ? undefined : ours.at(-1)
  // A model's calls are told as they are made.
  const isOpen = running !== undefined && ours.some(({ kind }) => kind === 'model')
  const summary = running
    ? `${running.title}…`
    : text.ask.steps((ours.find(({ kind }) => kind === 'search') ?? ours.at(-1))?.title ?? '', lengthOf(task))
  return html`
    <details class="steps" ?open=${isOpen}>
      <summary class="steps-line" dir="auto">${summary}</summary>
      <ol>
        ${ours.map(
          (step) => html`
            <li class=${step.status}>
              <span dir="auto">${step.title}${step.status === 'running' ? '…' : ''}</span>
              <span class="took figures">${step.finishedAt ? text.format.duration(lengthOf(step)) : nothing}</span>
            </li>
          `,
        )}
      </ol>
    </details>
  `
}

export const stepsStyles = css`
  .steps-line {
    color: var(--text-2);
    font-size: var(--text-s);
  }

  .steps summary {
    inline-size: fit-content;
    border-radius: var(--radius);
    cursor: pointer;
  }

  .steps summary:hover {
    color: var(--text-1);
  }

  .steps ol {
    display: grid;
    gap: var(--size-1);
    margin: var(--size-2) 0 0 var(--size-2);
    padding-inline-start: var(--size-3);
    border-inline-start: var(--hairline);
    font-size: var(--text-s);
  }

  .steps li {
    display: flex;
    gap: var(--size-3);
    justify-content: space-between;
  }

  .steps .failed {
    color: var(--fail);
  }

  .took {
    flex: none;
    color: var(--text-2);
  }
`
