import { consume } from '@lit/context'
import { Task } from '@lit/task'
import { css, html, LitElement, nothing } from 'lit'
import { customElement, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { Recovery, UnclaimedFile } from '../../../api/storage.ts'
import { saveAnswer } from '../../../base/save.ts'
import { Use } from '../../../base/use.ts'
import { problem } from '../../../components/problem.ts'
import { type Backend, backendContext, connectionContext } from '../../../state/app-state.ts'
import { conditionContext } from '../../../state/condition.ts'
import { noticesContext } from '../../../state/notices.ts'
import { workspacesContext } from '../../../state/workspaces.ts'
import { text } from '../../../strings/index.ts'
import { base } from '../../../styles/base.ts'
import { controls } from '../../../styles/controls.ts'
import { states } from '../../../styles/view.ts'
import '../../../components/recover-button.ts'
import { partStyles } from './storage-styles.ts'

/** Files that are listed at once. */
const MAX_SHOWN = 100

const nameOf = ({ name, sha256 }: UnclaimedFile) => name ?? text.unclaimed.unnamed(sha256.slice(0, 12))

/** What the database does not know of the originals beside it, and what belongs to nothing; empty while all is well. */
@customElement('aios-settings-unclaimed')
export class AiosSettingsUnclaimed extends LitElement {
  @consume({ context: backendContext }) private backend!: Backend
  /** Deleted in a moment, unless that is undone. */
  @state() private going: ReadonlySet<string> = new Set()
  readonly #connection = new Use(this, connectionContext)
  readonly #condition = new Use(this, conditionContext)
  readonly #notices = new Use(this, noticesContext)
  readonly #workspaces = new Use(this, workspacesContext)

  /** Asked again when the backend has come back, and when something was recovered elsewhere. */
  readonly #status = new Task(this, {
    args: () => [this.#connection.value.state === 'connected', this.#condition.value.problems.length] as const,
    task: (_, { signal }) => this.backend.recovery.status(signal),
  })

  protected override render() {
    return this.#status.render({
      pending: () => (this.#status.value ? this.#all(this.#status.value) : nothing),
      complete: (status) => this.#all(status),
      error: (error) => problem(error, () => this.#status.run()),
    })
  }

  #all(status: Recovery) {
    const files = status.unclaimed.filter(({ sha256 }) => !this.going.has(sha256))
    return [this.#lost(status), files.length > 0 ? this.#list(files) : nothing]
  }

  #lost({ missing, isOpen }: Recovery) {
    const { documents, workspaces, files } = missing
    if (documents + files === 0) return nothing
    const { recovery } = text
    return html`
      <section aria-labelledby="lost">
        <h4 id="lost">${recovery.title}</h4>
        <p>${documents > 0 ? recovery.missing(documents, workspaces) : recovery.unnamed(files)}</p>
        ${documents > 0 ? html`<p class="soft">${recovery.about}</p>` : nothing}
        <div class="ways">
          <aios-recover-button @recovered=${() => this.#status.run()}></aios-recover-button>
          ${
            isOpen
              ? html`<button class="button small" type="button" @click=${this.#dismiss}>${recovery.dismiss}</button>`
              : nothing
          }
        </div>
      </section>
    `
  }

  #list(files: readonly UnclaimedFile[]) {
    const { unclaimed } = text
    return html`
      <section aria-labelledby="unclaimed">
        <h4 id="unclaimed">${unclaimed.title}</h4>
        <p class="soft">${unclaimed.about}</p>
        <ul aria-labelledby="unclaimed">
          ${repeat(
            files.slice(0, MAX_SHOWN),
            ({ sha256 }) => sha256,
            (file) => this.#file(file),
          )}
        </ul>
        ${files.length > MAX_SHOWN ? html`<p class="soft">${unclaimed.more(files.length - MAX_SHOWN)}</p>` : nothing}
        ${
          files.length > 1
            ? html`
                <div class="ways">
                  <button class="button small" type="button" @click=${this.#bringAllBack}>${unclaimed.all}</button>
                  <button class="button small danger" type="button" @click=${() => this.#deleteAll(files)}>
                    ${unclaimed.deleteAll}
                  </button>
                </div>
              `
            : nothing
        }
      </section>
    `
  }

  #file(file: UnclaimedFile) {
    const { unclaimed, format } = text
    const name = nameOf(file)
    return html`
      <li>
        <div class="about">
          <p class="name" dir="auto">${name}</p>
          <p class="soft figures">${format.size(file.size)} · ${unclaimed.until(format.moment(file.until))}</p>
        </div>
        <div class="ways">
          <button class="button small" type="button" aria-label=${unclaimed.bringBackLabel(name)} @click=${() => this.#bringBack(file)}>
            ${unclaimed.bringBack}
          </button>
          <button class="button small" type="button" aria-label=${unclaimed.saveLabel(name)} @click=${() => this.#save(file)}>
            ${unclaimed.save}
          </button>
          <button class="button small danger" type="button" aria-label=${unclaimed.deleteLabel(name)} @click=${() => this.#delete(file)}>
            ${unclaimed.delete}
          </button>
        </div>
      </li>
    `
  }

  /** Does what was asked for, and shows how it stands then. */
  async #make(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.#notices.store.error(error)
    }
    await this.#status.run()
  }

  #dismiss(): Promise<void> {
    return this.#make(async () => {
      await this.backend.recovery.dismiss()
      this.#notices.store.info(text.recovery.dismissed)
    })
  }

  #bringBack(file: UnclaimedFile): Promise<void> {
    return this.#make(async () => {
      const open = await this.#workspaces.store.currentOrNew()
      const { workspaceId } = await this.backend.recovery.bringBack(file.sha256, { workspaceId: open.id })
      const workspace = this.#workspaces.value.items?.find(({ id }) => id === workspaceId)?.name ?? open.name
      this.#notices.store.info(text.unclaimed.broughtBack(nameOf(file), workspace))
    })
  }

  #bringAllBack(): Promise<void> {
    return this.#make(async () => {
      const { id } = await this.#workspaces.store.currentOrNew()
      const { documents } = await this.backend.recovery.bringAllBack({ workspaceId: id })
      this.#notices.store.info(text.unclaimed.allBack(documents))
    })
  }

  #save(file: UnclaimedFile): Promise<void> {
    return this.#make(async () => {
      await saveAnswer(await this.backend.recovery.content(file.sha256), nameOf(file))
    })
  }

  #delete(file: UnclaimedFile): void {
    this.#later(text.unclaimed.deleted(nameOf(file)), [file], () => this.backend.recovery.remove(file.sha256))
  }

  /** Only what was listed when it was asked for: more may be set aside meanwhile. */
  #deleteAll(files: readonly UnclaimedFile[]): void {
    this.#later(text.unclaimed.allDeleted(files.length), files, async () => {
      for (const { sha256 } of files) await this.backend.recovery.remove(sha256)
    })
  }

  #later(message: string, files: readonly UnclaimedFile[], remove: () => Promise<void>): void {
    const hashes = files.map(({ sha256 }) => sha256)
    this.going = new Set([...this.going, ...hashes])
    const back = () => {
      this.going = new Set([...this.going].filter((each) => !hashes.includes(each)))
    }
    this.#notices.store.undoable(message, {
      undo: back,
      commit: async () => {
        await remove()
        await this.#status.run()
        back()
      },
    })
  }

  static override styles = [
    base,
    controls,
    states,
    partStyles,
    css`
      .name {
        font-weight: var(--font-weight-5);
      }

      section > .ways {
        margin-block-start: var(--size-3);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-settings-unclaimed': AiosSettingsUnclaimed
  }
}
