import { consume } from '@lit/context'
import { css, html, LitElement, nothing } from 'lit'
import { customElement, property, query } from 'lit/decorators.js'
import { inShell } from '../api/connection/shell-link.ts'
import { Use } from '../base/use.ts'
import { type Backend, backendContext } from '../state/app-state.ts'
import { noticesContext } from '../state/notices.ts'
import { text } from '../strings/index.ts'
import { base } from '../styles/base.ts'
import { code } from '../styles/code.ts'
import { controls } from '../styles/controls.ts'
import { copy } from './copy.ts'
import type { AiosDialog } from './dialog.ts'
import { formStyles } from './form/form-styles.ts'
import './dialog.ts'

/** Says where a link of an answer leads before it is opened, in the browser of the system; fires `close`. */
@customElement('aios-external-link-dialog')
export class AiosExternalLinkDialog extends LitElement {
  /** An address of http or https. */
  @property() url = ''
  @consume({ context: backendContext }) private backend!: Backend
  @query('aios-dialog') private dialog!: AiosDialog
  readonly #notices = new Use(this, noticesContext)

  protected override render() {
    const { leaving } = text
    const address = URL.parse(this.url)
    if (!address) return nothing
    return html`
      <aios-dialog .heading=${leaving.title} @close=${() => this.dispatchEvent(new Event('close'))}>
        <div class="content">
          <p>${leaving.about}</p>
          <p class="host">${address.host}</p>
          <pre tabindex="0" role="group" aria-label=${leaving.address}>${address.href}</pre>
          ${address.protocol === 'http:' ? html`<p class="soft">${leaving.open}</p>` : nothing}
          <div class="buttons">
            <button class="button" type="button" @click=${() => copy(address.href, this.#notices.store)}>
              ${leaving.copy}
            </button>
            <button class="button" type="button" @click=${() => this.dialog.close()}>${text.action.cancel}</button>
            <button class="button primary" type="button" @click=${() => this.#leave(address.href)}>${leaving.go}</button>
          </div>
        </div>
      </aios-dialog>
    `
  }

  #leave(url: string): void {
    if (inShell()) this.backend.links.open(url).catch((error: unknown) => this.#notices.store.error(error))
    else window.open(url, '_blank', 'noopener,noreferrer')
    this.dialog.close()
  }

  static override styles = [
    base,
    controls,
    formStyles,
    code,
    css`
      .content {
        display: grid;
        gap: var(--size-3);
      }

      .host {
        font-weight: var(--font-weight-6);
        overflow-wrap: anywhere;
      }


    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-external-link-dialog': AiosExternalLinkDialog
  }
}
