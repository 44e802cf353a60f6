import { consume } from '@lit/context'
import { html, LitElement } from 'lit'
import { customElement, state } from 'lit/decorators.js'
import { Use } from '../base/use.ts'
import { type Backend, backendContext } from '../state/app-state.ts'
import { noticesContext } from '../state/notices.ts'
import { text } from '../strings/index.ts'
import { base } from '../styles/base.ts'
import { controls } from '../styles/controls.ts'

/** Milliseconds between two looks at how far it is. */
const POLL_MS = 700

/** Recovers what the database lost while its originals are still here, and says how far it is; fires `recovered`. */
@customElement('aios-recover-button')
export class AiosRecoverButton extends LitElement {
  @consume({ context: backendContext }) private backend!: Backend
  @state() private words = ''
  readonly #notices = new Use(this, noticesContext)

  protected override render() {
    const isBusy = this.words !== ''
    return html`
      <button class="button primary small" type="button" aria-disabled=${isBusy} @click=${this.#recover}>
        ${isBusy ? this.words : text.recovery.recover}
      </button>
    `
  }

  async #recover(): Promise<void> {
    if (this.words !== '') return
    this.words = text.recovery.recovering
    const timer = setInterval(() => void this.#look(), POLL_MS)
    try {
      const { documents, setAside } = await this.backend.recovery.recover()
      this.#notices.store.info(text.recovery.recovered(documents, setAside))
    } catch (error) {
      this.#notices.store.error(error)
    } finally {
      clearInterval(timer)
      this.words = ''
      this.dispatchEvent(new Event('recovered'))
    }
  }

  async #look(): Promise<void> {
    const { progress } = await this.backend.recovery.status().catch(() => ({ progress: undefined }))
    if (progress && this.words !== '') this.words = text.recovery.progress(progress.done, progress.total)
  }

  static override styles = [base, controls]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-recover-button': AiosRecoverButton
  }
}
