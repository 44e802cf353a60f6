import { css, html, LitElement, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { Task } from '../../api/tasks.ts'
import { icon } from '../../components/icon.ts'
import '../../components/menu.ts'
import { isOver } from '../../../extensions/backend/src/shared/task-states.ts'
import { Use } from '../../base/use.ts'
import { agentsContext } from '../../state/agents.ts'
import { noticesContext } from '../../state/notices.ts'
import { routeContext } from '../../state/route.ts'
import { tasksContext } from '../../state/tasks.ts'
import { threadContext } from '../../state/thread.ts'
import { workspacesContext } from '../../state/workspaces.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'
import { hrefToComparison } from './comparison/comparison-address.ts'

/** Runs that are offered for a comparison at most. */
const MAX_COMPARED = 12

/** What can be done with a task: stopped, run once more, by another agent, changed, compared. */
@customElement('aios-task-actions')
export class AiosTaskActions extends LitElement {
  @property({ attribute: false }) task: Task | undefined
  readonly #tasks = new Use(this, tasksContext)
  readonly #agents = new Use(this, agentsContext)
  readonly #workspaces = new Use(this, workspacesContext)
  readonly #thread = new Use(this, threadContext)
  readonly #route = new Use(this, routeContext)
  readonly #notices = new Use(this, noticesContext)

  protected override render() {
    const { task } = this
    const { store } = this.#tasks
    if (!task) return nothing
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
          ? html`<button class="button small" type="button" @click=${() => this.#openInAsk(task)}>
              ${icon('ask')}${text.tasks.openInAsk}
            </button>`
          : nothing
      }
      ${
        task.status === 'succeeded'
          ? html`<button class="button small" type="button" @click=${() => this.#run(task, task.agentId)}>
              ${icon('retry')}${text.taskPage.runAgain}
            </button>`
          : html`<button class="button small" type="button" @click=${() => store.retry(task.id)}>
              ${icon('retry')}${task.status === 'interrupted' ? text.tasks.resume : text.tasks.retry}
            </button>`
      }
      ${this.#runWith(task)}
      <button class="button small" type="button" @click=${() => this.#edit(task)}>
        ${icon('rename')}${text.taskPage.edit}
      </button>
      ${this.#compare(task)}
    `
  }

  #runWith(task: Task) {
    const others = (this.#agents.value.items ?? []).filter(({ id }) => id !== task.agentId)
    if (others.length === 0) return nothing
    const items = others.map(({ id, name }) => ({
      label: name,
      icon: 'agent' as const,
      run: () => void this.#run(task, id),
    }))
    return html`<aios-menu .label=${text.taskPage.runWith} .items=${items}></aios-menu>`
  }

  /** Other runs: those of the same prompt first. */
  #compare(task: Task) {
    const others = (this.#tasks.value.all ?? []).filter(
      ({ id, workspaceId, status }) => id !== task.id && workspaceId === task.workspaceId && isOver(status),
    )
    const same = others.filter(({ prompt }) => prompt === task.prompt)
    const listed = [...same, ...others.filter((other) => !same.includes(other))].slice(0, MAX_COMPARED)
    if (listed.length === 0) return nothing
    const items = listed.map((other) => ({
      label: other.prompt,
      detail: text.taskPage.sameQuestion(
        this.#agents.store.find(other.agentId)?.name ?? '',
        text.format.ago(other.createdAt),
      ),
      run: () => {
        location.hash = hrefToComparison(task.id, other.id)
      },
    }))
    return html`<aios-menu .label=${text.taskPage.compare} .items=${items}></aios-menu>`
  }

  async #run({ workspaceId, prompt, documentIds, exhaustive, continues }: Task, agentId: string): Promise<void> {
    const about = {
      ...(documentIds && { documentIds }),
      ...(exhaustive !== undefined && { exhaustive }),
      ...(continues && { continues }),
    }
    try {
      const { id } = await this.#tasks.store.run({ agentId, workspaceId, prompt, ...about })
      this.#route.store.go('tasks', id)
    } catch (error) {
      this.#notices.store.error(error)
    }
  }

  /** Opens the composer with all of it, to be changed. */
  #edit({ workspaceId, agentId, prompt, documentIds = [], exhaustive = false }: Task): void {
    const { store } = this.#thread
    this.#workspaces.store.open(workspaceId)
    store.startOver()
    store.choose(agentId)
    store.narrow(documentIds)
    store.checkAll(exhaustive)
    store.write(prompt)
    this.#route.store.goInto('ask')
  }

  #openInAsk({ id, workspaceId }: Task): void {
    this.#workspaces.store.open(workspaceId)
    this.#thread.store.reopen(id)
    this.#route.store.go('ask')
  }

  static override styles = [
    base,
    controls,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: var(--size-2);
        align-items: center;
        margin-block-start: var(--size-3);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-task-actions': AiosTaskActions
  }
}
