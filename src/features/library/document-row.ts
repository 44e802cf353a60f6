import { css, html, nothing } from 'lit'
import type { Document } from '../../api/documents.ts'
import { icon } from '../../components/icon.ts'
import { isLocked, isUnread } from '../../state/documents.ts'
import { hrefTo } from '../../state/route.ts'
import { text } from '../../strings/index.ts'

type Handlers = {
  isSelected: boolean
  /** Why what is queued is not read. */
  waits: string | undefined
  onSelect: (document: Document, event: MouseEvent) => void
  onRetry: (document: Document) => void
  onPassword: (document: Document) => void
  onCancel: (document: Document) => void
}

/** Where a document stands, in words, with its progress while it is read; `waits` says why what is queued is not. */
export const documentState = ({ status, progress, pages, passages, original }: Document, waits?: string) => {
  if (status === 'indexing') {
    return html`
      <span class="state">
        <progress max="1" .value=${progress} aria-label=${text.library.states.indexing}></progress>
        <span class="figures">${text.format.percent(progress)}</span>
      </span>
    `
  }
  if (status === 'ready' && original) return html`<span class="state fail">${text.checking.state[original]}</span>`
  if (status === 'ready')
    return html`<span class="state figures soft">
      <span>${text.library.pages(pages)}<span class="passages">, ${text.library.passages(passages)}</span></span>
    </span>`
  if (status === 'queued' && waits !== undefined)
    return html`<span class="state soft" title=${waits}>${text.library.reading.waitingForSpace}</span>`
  return html`<span class="state ${status === 'failed' ? 'fail' : 'soft'}">${text.library.states[status]}</span>`
}

/** One document of the library. */
export const documentRow = (document: Document, index: number, total: number, handlers: Handlers) => {
  const { id, name, folder, status, error, createdAt } = document
  return html`
    <li class="row ${status} ${isLocked(document) ? 'locked' : ''}" data-id=${id} aria-setsize=${total} aria-posinset=${index + 1} data-index=${index}>
      <input
        type="checkbox"
        tabindex="-1"
        aria-label=${text.library.select(name)}
        .checked=${handlers.isSelected}
        @click=${(event: MouseEvent) => handlers.onSelect(document, event)}
      />
      <span class="small kind">${icon(status === 'failed' ? 'alert' : 'fileText')}</span>
      <a class="name" href=${hrefTo('library', id)} title=${name}>
        <span class="cut" dir="auto">${name}</span>
        ${folder ? html`<span class="cut folder" dir="auto">${folder}</span>` : nothing}
        ${status === 'failed' && error ? html`<span class="reason" dir="auto">${error}</span>` : nothing}
      </a>
      ${documentState(document, handlers.waits)}
      ${
        status === 'failed'
          ? html`<span class="actions">
              ${
                isLocked(document)
                  ? html`<button
                      class="button small password"
                      type="button"
                      aria-label=${text.library.password.actionFor(name)}
                      title=${text.library.password.actionFor(name)}
                      @click=${() => handlers.onPassword(document)}
                    >
                      ${icon('lock')}${text.library.password.action}
                    </button>`
                  : nothing
              }
              <button
                class="button small"
                type="button"
                aria-label=${text.library.retryFor(name)}
                @click=${() => handlers.onRetry(document)}
              >
                ${icon('retry')}${text.action.retry}
              </button>
            </span>`
          : isUnread(document)
            ? html`<button
                class="button plain square small stop"
                type="button"
                aria-label=${text.library.reading.cancelFor(name)}
                title=${text.library.reading.cancel}
                @click=${() => handlers.onCancel(document)}
              >
                ${icon('close')}
              </button>`
            : html`<time class="added soft" datetime=${createdAt} title=${text.format.moment(createdAt)}>
              ${text.format.ago(createdAt)}
            </time>`
      }
    </li>
  `
}

export const rowStyles = css`
  .row {
    position: relative;
    display: grid;
    grid-template-columns: auto auto minmax(0, 1fr) 12rem 6.5rem;
    gap: var(--size-3);
    align-items: center;
    contain: layout style;
    block-size: var(--row);
    padding-inline: var(--size-2);
    border-block-end: var(--hairline);
    font-size: var(--text-s);
  }

  .row:hover {
    background: var(--surface-hover);
  }

  .row input {
    z-index: 1;
    inline-size: var(--size-3);
    block-size: var(--size-3);
    margin: 0;
    accent-color: var(--accent);
  }

  .kind {
    color: var(--text-2);
  }

  .row.failed .kind {
    color: var(--fail);
  }

  .name {
    display: grid;
    color: var(--text-1);
    font-size: var(--text-m);
    line-height: var(--font-lineheight-2);
    text-decoration: none;
  }

  /* The whole row opens the document. */
  .name::after {
    position: absolute;
    inset: 0;
    content: '';
  }

  .name:focus-visible {
    outline: none;
  }

  .name:focus-visible::after {
    outline: var(--focus);
    outline-offset: calc(-1 * var(--border-size-2));
  }

  .folder {
    color: var(--text-2);
    font-size: var(--text-xs);
  }

  .state {
    display: flex;
    gap: var(--size-2);
    align-items: center;
    justify-content: end;
    text-align: end;
  }

  progress {
    inline-size: 5rem;
    block-size: var(--size-1);
    border: 0;
    border-radius: var(--radius-round);
    overflow: hidden;
    appearance: none;
    background: var(--surface-3);
    accent-color: var(--accent);
  }

  progress::-webkit-progress-bar {
    background: var(--surface-3);
  }

  progress::-webkit-progress-value {
    background: var(--accent);
  }

  progress::-moz-progress-bar {
    background: var(--accent);
  }

  .added {
    text-align: end;
  }

  .stop {
    z-index: 1;
    justify-self: end;
  }

  .actions {
    z-index: 1;
    display: flex;
    flex-wrap: wrap;
    gap: var(--size-2);
    justify-self: end;
  }

  /* A reason is told in full: a failed row is as high as it needs. */
  .failures .row {
    block-size: auto;
    min-block-size: var(--row);
    padding-block: var(--size-2);
  }

  .failures .row .state {
    display: none;
  }

  .failures .row {
    grid-template-columns: auto auto minmax(0, 1fr) auto;
  }

  .reason {
    margin-block-start: var(--size-1);
    color: var(--text-2);
    font-size: var(--text-s);
    overflow-wrap: anywhere;
  }

  @media (max-width: 48rem) {
    .row {
      grid-template-columns: auto minmax(0, 1fr) auto;
      gap: var(--size-2);
    }

    .row .kind,
    .row .added,
    .row .passages {
      display: none;
    }

    .row.queued,
    .row.indexing {
      grid-template-columns: auto minmax(0, 1fr) auto auto;
    }

    .failures .row {
      grid-template-columns: auto minmax(0, 1fr) auto;
    }

    /* Two buttons stand under the reason. */
    .row.locked .actions {
      grid-column: 2 / -1;
      justify-self: start;
    }

    .state {
      max-inline-size: 7.5rem;
      font-size: var(--text-xs);
    }

    progress {
      inline-size: 3rem;
    }
  }
`
