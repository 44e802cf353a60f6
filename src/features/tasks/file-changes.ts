import { consume } from '@lit/context'
import { css, html, LitElement, nothing, type PropertyValues } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { FileChange } from '../../api/tasks.ts'
import { saveAnswer } from '../../base/save.ts'
import { Use } from '../../base/use.ts'
import { icon } from '../../components/icon.ts'
import { type Backend, backendContext } from '../../state/app-state.ts'
import { noticesContext } from '../../state/notices.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'

const words = text.taskPage.changes

/** What a task wrote, change by change: each version can be saved, each change taken back. */
@customElement('aios-changes')
export class AiosChanges extends LitElement {
  @property() taskId = ''
  /** Whatever tells that there may be more than before. */
  @property() mark = ''
  @consume({ context: backendContext }) private backend!: Backend
  @state() private changes: readonly FileChange[] = []
  readonly #notices = new Use(this, noticesContext)

  protected override updated(changed: PropertyValues): void {
    if (this.taskId && (changed.has('taskId') || changed.has('mark'))) void this.#fetch()
  }

  async #fetch(): Promise<void> {
    const { taskId } = this
    try {
      const changes = await this.backend.tasks.changes(taskId)
      if (taskId === this.taskId) this.changes = changes
    } catch (error) {
      this.#notices.store.error(error)
    }
  }

  protected override render() {
    if (this.changes.length === 0) return nothing
    return html`
      <h3>${words.title}</h3>
      <ol aria-label=${words.title}>
        ${this.changes.map((change, index) => this.#row(change, index + 1))}
      </ol>
    `
  }

  #row(change: FileChange, n: number) {
    const { id, name, after, isUndone, createdAt } = change
    return html`
      <li>
        <span class="what">
          <span dir="auto">${changeLabel(change)}</span>
          <span class="soft figures">
            ${after ? html`${text.format.size(after.size)} · ` : nothing}<time datetime=${createdAt}>${text.format.moment(createdAt)}</time>
          </span>
        </span>
        ${
          after
            ? html`<button
                class="button plain small"
                type="button"
                title=${words.save}
                aria-label=${words.saveFor(name, n)}
                @click=${() => this.#save(id, name)}
              >
                ${icon('download')}
              </button>`
            : nothing
        }
        ${
          isUndone
            ? html`<span class="soft">${words.undone}</span>`
            : html`<button class="button small" type="button" aria-label=${words.undoFor(name, n)} @click=${() => this.#restore(id)}>
                ${words.undo}
              </button>`
        }
      </li>
    `
  }

  async #save(id: string, name: string): Promise<void> {
    try {
      await saveAnswer(await this.backend.tasks.version(id), name)
    } catch (error) {
      this.#notices.store.error(error)
    }
  }

  async #restore(id: string): Promise<void> {
    try {
      await this.backend.tasks.restore(id)
    } catch (error) {
      this.#notices.store.error(error)
    }
    await this.#fetch()
    this.dispatchEvent(new Event('restored'))
  }

  static override styles = [
    base,
    controls,
    css`
      h3 {
        margin-block: var(--size-6) var(--size-3);
        font-size: var(--text-m);
        font-weight: var(--font-weight-6);
      }

      li {
        display: flex;
        gap: var(--size-2);
        align-items: center;
        min-block-size: var(--control);
        padding-block: var(--size-1);
        border-block-end: var(--hairline);
        font-size: var(--text-s);
      }

      .what {
        display: grid;
        flex: 1;
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }
    `,
  ]
}

const changeLabel = ({ name, before, after, restores }: FileChange): string => {
  if (restores) return words.restored(name)
  if (!after) return words.removed(name)
  return before ? words.replaced(name) : words.created(name)
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-changes': AiosChanges
  }
}
