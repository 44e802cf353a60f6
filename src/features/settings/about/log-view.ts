import { consume } from '@lit/context'
import { Task } from '@lit/task'
import { css, html, LitElement, type PropertyValues } from 'lit'
import { customElement, query } from 'lit/decorators.js'
import type { LogLine, LogTail } from '../../../api/condition.ts'
import { Use } from '../../../base/use.ts'
import { copy } from '../../../components/copy.ts'
import { icon } from '../../../components/icon.ts'
import { problem } from '../../../components/problem.ts'
import { skeleton, skeletonStyles } from '../../../components/skeleton.ts'
import { type Backend, backendContext } from '../../../state/app-state.ts'
import { noticesContext } from '../../../state/notices.ts'
import { text } from '../../../strings/index.ts'
import { base } from '../../../styles/base.ts'
import { controls } from '../../../styles/controls.ts'
import { states } from '../../../styles/view.ts'
import { listing } from './listing-styles.ts'

const MAX_LINES = 500

/** The end of the log, to read and to copy. */
@customElement('aios-log')
export class AiosLog extends LitElement {
  @consume({ context: backendContext }) private backend!: Backend
  @query('pre') private list?: HTMLElement
  readonly #notices = new Use(this, noticesContext)
  readonly #tail = new Task(this, {
    args: () => [],
    task: (_, { signal }) => this.backend.diagnostics.log(MAX_LINES, signal),
  })

  protected override render() {
    return this.#tail.render({
      pending: () => skeleton(6),
      complete: (tail) => this.#lines(tail),
      error: (error) => problem(error, () => this.#tail.run()),
    })
  }

  /** The newest lines are the ones that are looked for. */
  protected override updated(_: PropertyValues): void {
    if (this.list) this.list.scrollTop = this.list.scrollHeight
  }

  #lines({ path, lines }: LogTail) {
    const words = lines.map(inWords).join('\n')
    return html`
      <p class="soft">${text.about.logAbout(path)}</p>
      <div class="ways">
        <button class="button small" type="button" @click=${() => copy(words, this.#notices.store)}>
          ${icon('copy')}${text.about.copyLog}
        </button>
        <button class="button plain small" type="button" @click=${() => this.#tail.run()}>
          ${icon('retry')}${text.about.refresh}
        </button>
      </div>
      ${
        lines.length > 0
          ? html`<pre tabindex="0" role="region" aria-label=${text.about.log}>${words}</pre>`
          : html`<p>${text.about.noLog}</p>`
      }
    `
  }

  static override styles = [
    base,
    controls,
    states,
    skeletonStyles,
    listing,
    css`
      .soft {
        margin-block-start: var(--size-2);
        overflow-wrap: anywhere;
      }

      .ways {
        display: flex;
        flex-wrap: wrap;
        gap: var(--size-2);
        margin-block: var(--size-2);
      }
    `,
  ]
}

const inWords = ({ time = '', level, name = '', message, details }: LogLine): string =>
  [[time, level.toUpperCase(), name, message].filter(Boolean).join(' '), ...(details ? [details] : [])].join('\n    ')

declare global {
  interface HTMLElementTagNameMap {
    'aios-log': AiosLog
  }
}
