import { html, LitElement, nothing } from 'lit'
import { customElement, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { Schedule } from '../../../api/schedules.ts'
import type { TaskStatus } from '../../../api/tasks.ts'
import { Use } from '../../../base/use.ts'
import { icon } from '../../../components/icon.ts'
import { skeleton, skeletonStyles } from '../../../components/skeleton.ts'
import { agentsContext } from '../../../state/agents.ts'
import { foldersContext } from '../../../state/folders.ts'
import { hrefTo, routeContext } from '../../../state/route.ts'
import { schedulesContext } from '../../../state/schedules.ts'
import { tasksContext } from '../../../state/tasks.ts'
import { workspacesContext } from '../../../state/workspaces.ts'
import { text } from '../../../strings/index.ts'
import { base } from '../../../styles/base.ts'
import { controls } from '../../../styles/controls.ts'
import { view } from '../../../styles/view.ts'
import '../../../parts/switcher/switcher.ts'
import './schedule-dialog.ts'
import { taskDot, taskDotStyles } from '../task-dot.ts'
import { sectionStyles, sections } from '../tasks-tabs.ts'
import { scheduleStyles } from './schedule-styles.ts'

const words = text.schedules

/** What runs by itself in the workspace: when next, how it went last, switched on and off. */
@customElement('aios-schedules')
export class AiosSchedules extends LitElement {
  /** What is being changed: a schedule, or a new one. */
  @state() private edited: Schedule | 'new' | undefined
  readonly #schedules = new Use(this, schedulesContext)
  readonly #tasks = new Use(this, tasksContext)
  readonly #agents = new Use(this, agentsContext)
  readonly #folders = new Use(this, foldersContext)
  readonly #workspaces = new Use(this, workspacesContext)
  readonly #route = new Use(this, routeContext)

  override connectedCallback(): void {
    super.connectedCallback()
    this.#schedules.store.want()
  }

  protected override render() {
    const { edited } = this
    return html`
      <header class="head">
        <h2 class="alone">${text.tasks.title}</h2>
        ${sections('schedules')}
        <button class="button small" type="button" @click=${() => this.#edit('new')}>${icon('plus')}${words.add}</button>
        <aios-switcher></aios-switcher>
      </header>
      <div class="body"><div class="column">${this.#content()}</div></div>
      ${
        edited
          ? html`<aios-schedule-dialog
              .schedule=${edited === 'new' ? undefined : edited}
              @close=${() => this.#edit(undefined)}
            ></aios-schedule-dialog>`
          : nothing
      }
    `
  }

  #edit(edited: Schedule | 'new' | undefined): void {
    this.edited = edited
  }

  #content() {
    const { items, error } = this.#schedules.value
    if (!items && error) {
      return html`
        <div class="problem">
          <p>${error}</p>
          <button class="button small" type="button" @click=${() => this.#schedules.store.refresh()}>
            ${icon('retry')}${text.action.retry}
          </button>
        </div>
      `
    }
    if (!items) return skeleton(4)
    const { currentId } = this.#workspaces.value
    const ours = items.filter(({ workspaceId }) => workspaceId === currentId)
    if (ours.length === 0) {
      return html`
        <div class="empty">
          <p>${words.none} ${words.about}</p>
          <button class="button" type="button" @click=${() => this.#edit('new')}>${icon('plus')}${words.add}</button>
        </div>
      `
    }
    return html`
      <p class="soft about">${words.about}</p>
      <ul aria-label=${words.title}>
        ${repeat(
          ours,
          ({ id }) => id,
          (schedule) => this.#row(schedule),
        )}
      </ul>
    `
  }

  #row(schedule: Schedule) {
    const { id, name, enabled, note, last } = schedule
    return html`
      <li>
        <input
          type="checkbox"
          role="switch"
          aria-label=${words.enabled(name)}
          .checked=${enabled}
          @change=${(event: Event) => this.#schedules.store.switch(id, (event.target as HTMLInputElement).checked)}
        />
        <div class="what">
          <h3 dir="auto">${name}</h3>
          <p class="soft" dir="auto">${this.#agentName(schedule)} · ${words.describe(schedule.timing, this.#folderName(schedule))}</p>
          <p class="figures">${nextOf(schedule)}</p>
          ${note ? html`<p class="note" dir="auto">${note}</p>` : nothing}
        </div>
        <p class="last">
          ${
            last
              ? html`${taskDot(this.#statusOf(last))}
                  <a href=${hrefTo('tasks', last.taskId)}>${words.last}: ${text.tasks.states[this.#statusOf(last)]}</a>
                  <time class="soft" datetime=${last.createdAt}>${text.format.ago(last.createdAt)}</time>`
              : html`<span class="soft">${words.never}</span>`
          }
        </p>
        <div class="buttons">
          <button class="button small" type="button" aria-label=${words.runNowFor(name)} @click=${() => this.#run(id)}>
            ${icon('resume')}${words.runNow}
          </button>
          <button
            class="button plain square small"
            type="button"
            title=${words.edit}
            aria-label=${words.editFor(name)}
            @click=${() => this.#edit(schedule)}
          >
            ${icon('rename')}
          </button>
          <button
            class="button plain square small"
            type="button"
            title=${words.delete}
            aria-label=${words.deleteFor(name)}
            @click=${() => this.#schedules.store.remove(schedule)}
          >
            ${icon('delete')}
          </button>
        </div>
      </li>
    `
  }

  /** What is known of the task by now may be newer than what came with its schedule. */
  #statusOf({ taskId, status }: NonNullable<Schedule['last']>): TaskStatus {
    return this.#tasks.store.find(taskId)?.status ?? status
  }

  async #run(id: string): Promise<void> {
    const task = await this.#schedules.store.run(id)
    if (task) this.#route.store.go('tasks', task.id)
  }

  #agentName({ agentId }: Schedule): string {
    return this.#agents.store.find(agentId)?.name ?? text.manager.goneAgent
  }

  #folderName({ timing }: Schedule): string | undefined {
    if (timing.kind !== 'folder') return undefined
    return this.#folders.value.items?.find(({ id }) => id === timing.folderId)?.path
  }

  static override styles = [base, controls, view, skeletonStyles, taskDotStyles, sectionStyles, scheduleStyles]
}

const nextOf = ({ enabled, nextAt, timing }: Schedule): string => {
  if (!enabled) return words.off
  if (timing.kind === 'folder') return words.waiting
  return nextAt ? words.next(nextAt) : words.finished
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-schedules': AiosSchedules
  }
}
