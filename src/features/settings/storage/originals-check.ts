import { consume } from '@lit/context'
import { css, html, LitElement, nothing } from 'lit'
import { customElement, state } from 'lit/decorators.js'
import type { OriginalCheck } from '../../../api/storage.ts'
import { Use } from '../../../base/use.ts'
import { icon } from '../../../components/icon.ts'
import { problem } from '../../../components/problem.ts'
import { type Backend, backendContext, connectionContext } from '../../../state/app-state.ts'
import { hrefTo } from '../../../state/route.ts'
import { text } from '../../../strings/index.ts'
import { base } from '../../../styles/base.ts'
import { controls } from '../../../styles/controls.ts'
import { states } from '../../../styles/view.ts'
import { partStyles } from './storage-styles.ts'

/** Milliseconds between two looks at a check that is under way. */
const pause = 1000

/** When all originals were checked last, what was found, and a way to check them now. */
@customElement('aios-originals-check')
export class AiosOriginalsCheck extends LitElement {
  @consume({ context: backendContext }) private backend!: Backend
  @state() private check: OriginalCheck | undefined
  @state() private error: Error | undefined
  readonly #connection = new Use(this, connectionContext)
  #timer: ReturnType<typeof setTimeout> | undefined
  #wasConnected = false

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
  }

  /** Asked again when the backend has come back. */
  protected override willUpdate(): void {
    const isConnected = this.#connection.value.state === 'connected'
    if (isConnected && !this.#wasConnected) void this.#ask((backend) => backend.storage.check())
    this.#wasConnected = isConnected
  }

  async #ask(send: (backend: Backend) => Promise<OriginalCheck>): Promise<void> {
    clearTimeout(this.#timer)
    try {
      this.check = await send(this.backend)
      this.error = undefined
    } catch (error) {
      this.error = error as Error
      return
    }
    if (this.check.status === 'running' && this.isConnected)
      this.#timer = setTimeout(() => void this.#ask((backend) => backend.storage.check()), pause)
  }

  readonly #checkNow = () => this.#ask((backend) => backend.storage.checkNow())

  protected override render() {
    return html`
      <h4>${text.checking.title}</h4>
      <p class="soft">${text.checking.about}</p>
      ${this.error ? problem(this.error, () => void this.#ask((backend) => backend.storage.check())) : nothing}
      ${this.check ? this.#report(this.check) : nothing}
    `
  }

  #report({ status, checked, total, endedAt, damaged, kept }: OriginalCheck) {
    const isRunning = status === 'running'
    return html`
      <div class="standing">
        <p role="status" class="figures">
          ${
            isRunning
              ? text.checking.progress(checked, total)
              : endedAt
                ? `${text.checking.last(endedAt, checked)} ${damaged.length === 0 ? text.checking.noDamage : ''}`
                : text.checking.never
          }
        </p>
        ${isRunning ? html`<progress max=${total} .value=${checked} aria-label=${text.checking.title}></progress>` : nothing}
        <button class="button small" type="button" ?disabled=${isRunning} @click=${this.#checkNow}>
          ${icon('retry')}${text.checking.now}
        </button>
      </div>
      ${damaged.length > 0 ? this.#damaged(damaged) : nothing}
      ${
        kept
          ? html`<p class="soft kept">${text.checking.kept(kept.files, kept.size)} <span dir="ltr">${kept.path}</span></p>`
          : nothing
      }
    `
  }

  #damaged(damaged: OriginalCheck['damaged']) {
    return html`
      <p class="fail">${text.checking.damaged(damaged.length)}</p>
      <ul>
        ${damaged.map(
          ({ id, name, fault }) => html`
            <li>
              <a class="link" dir="auto" href=${hrefTo('library', id)}>${name}</a>
              <span class="soft">${text.checking.faults[fault]}</span>
            </li>
          `,
        )}
      </ul>
    `
  }

  static override styles = [
    base,
    controls,
    states,
    partStyles,
    css`
      .standing {
        display: flex;
        flex-wrap: wrap;
        gap: var(--size-2) var(--size-3);
        align-items: center;
        margin-block: var(--size-3);
        font-size: var(--text-s);
      }

      .standing p {
        flex: 1 1 16rem;
      }

      .fail,
      .kept {
        font-size: var(--text-s);
      }

      .kept {
        margin-block-start: var(--size-3);
        overflow-wrap: anywhere;
      }

      li a {
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-originals-check': AiosOriginalsCheck
  }
}
