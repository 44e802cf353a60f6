import { css, html, LitElement, nothing } from 'lit'
import { customElement } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import { Use } from '../../base/use.ts'
import { icon } from '../../components/icon.ts'
import { type Upload, uploadsContext } from '../../state/uploads.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'
import { rowStyles } from './document-row.ts'

/** Files listed one by one; the others are counted. */
const MAX_LISTED = 6

/** Files on their way into the library. */
@customElement('aios-uploads')
export class AiosUploads extends LitElement {
  readonly #uploads = new Use(this, uploadsContext)

  protected override render() {
    const all = this.#uploads.value
    if (all.length === 0) return nothing
    const under = all.filter(({ state }) => state !== 'failed')
    const listed = [...all.filter(({ state }) => state === 'failed'), ...under].slice(0, MAX_LISTED)
    return html`
      <section aria-label=${text.library.uploads}>
        <header>
          <h3><span role="status">${under.length > 0 ? text.library.uploading(under.length) : text.library.uploads}</span></h3>
          <button class="button plain small" type="button" @click=${() => this.#uploads.store.dismissAll()}>
            ${under.length > 0 ? text.library.stopUploads : text.action.close}
          </button>
        </header>
        <ul>
          ${repeat(
            listed,
            ({ id }) => id,
            (upload) => this.#row(upload),
          )}
        </ul>
        ${all.length > listed.length ? html`<p class="soft figures">${text.ask.more(all.length - listed.length)}</p>` : nothing}
      </section>
    `
  }

  #row({ id, path, size, progress, state, error }: Upload) {
    const name = path.split('/').at(-1) ?? path
    return html`
      <li class=${state}>
        <span class="cut path" dir="auto" title=${path}>${path}</span>
        ${
          state === 'failed'
            ? html`<span class="fail reason" dir="auto">${error}</span>
                <button class="button small" type="button" @click=${() => this.#uploads.store.retry(id)}>
                  ${icon('retry')}${text.action.retry}
                </button>`
            : html`<span class="soft figures">${text.format.size(size)}</span>
                <progress max="1" .value=${progress} aria-label=${name}></progress>`
        }
        <button
          class="button plain square small"
          type="button"
          aria-label=${text.library.stopUpload(name)}
          @click=${() => this.#uploads.store.dismiss(id)}
        >
          ${icon('close')}
        </button>
      </li>
    `
  }

  static override styles = [
    base,
    controls,
    rowStyles,
    css`
      section {
        margin-block-end: var(--size-4);
        padding: var(--size-2) var(--size-2) var(--size-2) var(--size-3);
        border-radius: var(--radius-l);
        background: var(--surface-2);
        font-size: var(--text-s);
      }

      header,
      li {
        display: flex;
        gap: var(--size-3);
        align-items: center;
        min-block-size: var(--control-s);
      }

      h3 {
        flex: 1;
        font-size: inherit;
        font-weight: var(--font-weight-6);
      }

      .path {
        flex: 1;
      }

      .failed {
        flex-wrap: wrap;
      }

      .reason {
        flex: 1 1 16rem;
        margin: 0;
        color: var(--fail);
      }

      @media (max-width: 48rem) {
        .failed .path {
          flex-basis: 100%;
        }
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-uploads': AiosUploads
  }
}
