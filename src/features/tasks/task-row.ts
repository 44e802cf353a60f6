import { html, nothing } from 'lit'
import { isOver } from '../../../extensions/backend/src/shared/task-states.ts'
import type { Task } from '../../api/tasks.ts'
import { lengthOf } from '../../parts/steps/steps-line.ts'
import { hrefTo } from '../../state/route.ts'
import type { Tasks } from '../../state/tasks.ts'
import { text } from '../../strings/index.ts'
import { taskDot } from './task-dot.ts'

/** One task of the list; `about` says whose it is. */
export const taskRow = (task: Task, { index, about, store }: { index: number; about: string; store: Tasks }) => {
  const { id, prompt, status, createdAt, priority, scheduleId } = task
  return html`
    <li class="row task" data-index=${index}>
      ${taskDot(status)}
      <a class="name" href=${hrefTo('tasks', id)} title=${prompt}>
        <span class="cut" dir="auto">${prompt}</span>
        <span class="cut about" dir="auto">
          ${reasonOf(task) ?? about}${scheduleId ? ` · ${text.manager.scheduled}` : nothing}
        </span>
      </a>
      <span class="state">
        ${text.tasks.states[status]}
        ${priority && !isOver(status) ? html`<span class="about">${text.manager.priority}: ${text.manager.priorities[priority]}</span>` : nothing}
      </span>
      <span class="time soft figures">
        ${task.finishedAt && task.startedAt ? text.format.duration(lengthOf(task)) : nothing}
      </span>
      <time class="time soft" datetime=${createdAt} title=${text.format.moment(createdAt)}>${text.format.ago(createdAt)}</time>
      ${action(task, store)}
    </li>
  `
}

/** Why it did not come to its end. */
const reasonOf = ({ status, error }: Task): string | undefined =>
  status === 'interrupted' ? (error ?? text.tasks.interrupted) : status === 'failed' ? error : undefined

const action = ({ id, status, prompt }: Task, store: Tasks) => {
  if (!isOver(status)) {
    return html`
      <button class="button small" type="button" aria-label=${text.tasks.cancelTask(prompt)} @click=${() => store.cancel(id)}>
        ${text.tasks.cancel}
      </button>
    `
  }
  if (status === 'succeeded') return html`<span></span>`
  const [words, label] =
    status === 'interrupted' ? [text.tasks.resume, text.tasks.resumeTask] : [text.tasks.retry, text.tasks.retryTask]
  return html`
    <button class="button small" type="button" aria-label=${label(prompt)} @click=${() => store.retry(id)}>
      ${words}
    </button>
  `
}
