import { consume } from '@lit/context'
import { css, html, LitElement, nothing } from 'lit'
import { customElement, state } from 'lit/decorators.js'
import { filesOfDrop } from '../base/picked-files.ts'
import { Use } from '../base/use.ts'
import { icon } from '../components/icon.ts'
import { type Actions, actionsContext } from '../state/actions.ts'
import { noticesContext } from '../state/notices.ts'
import { text } from '../strings/index.ts'
import { base } from '../styles/base.ts'

/** Takes files that are dropped anywhere in the window. */
@customElement('aios-drop')
export class AiosDrop extends LitElement {
  @consume({ context: actionsContext }) private actions!: Actions
  @state() private isOver = false
  readonly #notices = new Use(this, noticesContext)
  #listening = new AbortController()

  override connectedCallback(): void {
    super.connectedCallback()
    this.#listening = new AbortController()
    const { signal } = this.#listening
    addEventListener('dragenter', this.#over, { signal })
    addEventListener('dragover', this.#over, { signal })
    addEventListener('dragleave', this.#left, { signal })
    addEventListener('drop', this.#dropped, { signal })
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#listening.abort()
  }

  protected override render() {
    return this.isOver
      ? html`<div>${icon('fileUp')}<p>${this.actions.isAtAgents ? text.agentForm.drop : text.frame.drop}</p></div>`
      : nothing
  }

  #over = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'copy'
    this.isOver = true
  }

  /** Leaving the window, not one element for another. */
  #left = (event: DragEvent): void => {
    if (event.relatedTarget === null) this.isOver = false
  }

  #dropped = async (event: DragEvent): Promise<void> => {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    this.isOver = false
    try {
      await this.actions.take(await filesOfDrop(event.dataTransfer))
    } catch (error) {
      this.#notices.store.error(error)
    }
  }

  static override styles = [
    base,
    css`
      div {
        position: fixed;
        inset: var(--size-3);
        z-index: 40;
        display: grid;
        gap: var(--size-2);
        place-content: center;
        justify-items: center;
        border: var(--border-size-2) dashed var(--accent);
        border-radius: var(--radius-l);
        background: color-mix(in srgb, var(--accent-soft), transparent 8%);
        color: var(--accent);
        font-size: var(--text-xl);
        font-weight: var(--font-weight-6);
        pointer-events: none;
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-drop': AiosDrop
  }
}
