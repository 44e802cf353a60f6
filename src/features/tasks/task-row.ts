import { html, nothing } from 'lit'
import type { Task } from '../../api/tasks.ts'
import { hrefTo } from '../../state/route.ts'
import { isOver, type Tasks } from '../../state/tasks.ts'
import { text } from '../../strings/index.ts'
import { lengthOf } from '../ask/steps.ts'
import { taskDot } from './task-dot.ts'

/** One task of the list; `about` says whose it is. */
export const taskRow = (task: Task, { index, about, store }: { index: number; about: string; store: Tasks }) => {
  const { id, prompt, status, error, createdAt, priority, scheduleId } = task
  return html`
    <li class="row task" data-index=${index}>
      ${taskDot(status)}
      <a class="name" href=${hrefTo('tasks', id)} title=${prompt}>
        <span class="cut" dir="auto">${prompt}</span>
        <span class="cut about" dir="auto">
          ${status === 'failed' && error ? error : about}${scheduleId ? ` · ${text.manager.scheduled}` : nothing}
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

const action = ({ id, status, prompt }: Task, store: Tasks) => {
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
