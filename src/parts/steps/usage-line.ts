import { html, nothing } from 'lit'
import type { Step, Task } from '../../api/tasks.ts'
import { text } from '../../strings/index.ts'
import { lengthOf } from './steps-line.ts'

/** Which models answered, and what they took; nothing for an answer without one. */
export const usageLine = (task: Task, steps: readonly Step[]) => {
  const { usage, result } = task
  if (!usage || result?.mode !== 'model') return nothing
  const asked = steps.filter(({ kind, attempt }) => kind === 'model' && attempt === task.attempt)
  const models = new Set(asked.map(({ detail }) => String(detail.model)))
  const words = text.answering.spent([...models], usage, usage.calls ?? 0, lengthOf(task))
  return html`<p class="usage soft figures" dir="auto">${words}</p>`
}
