import { consume } from '@lit/context'
import { css, html, LitElement, nothing } from 'lit'
import { customElement } from 'lit/decorators.js'
import type { Problem } from '../api/condition.ts'
import { Use } from '../base/use.ts'
import { Attempt } from '../components/form/attempt.ts'
import { icon } from '../components/icon.ts'
import { type Backend, backendContext } from '../state/app-state.ts'
import { conditionContext } from '../state/condition.ts'
import { noticesContext } from '../state/notices.ts'
import { hrefTo } from '../state/route.ts'
import { text } from '../strings/index.ts'
import { base } from '../styles/base.ts'
import { controls } from '../styles/controls.ts'
import '../components/recover-button.ts'

/** What is wrong with the data, over every screen, with the way to what mends it. Nothing while all is well. */
@customElement('aios-condition')
export class AiosCondition extends LitElement {
  @consume({ context: backendContext }) private backend!: Backend
  readonly #condition = new Use(this, conditionContext)
  readonly #notices = new Use(this, noticesContext)
  readonly #repair = new Attempt(this)

  protected override render() {
    const problems = this.#condition.value.problems.filter(({ code }) => code !== 'database.repairing')
    if (problems.length === 0) return nothing
    return html`
      <div role="alert">
        <ul aria-label=${text.condition.title}>
          ${problems.map(
            (problem) => html`
              <li class=${problem.action === 'none' ? 'done' : ''}>
                ${icon(problem.action === 'none' ? 'check' : 'alert')}
                <p dir="auto">${problem.message}</p>
                <div class="buttons">${this.#ways(problem)}</div>
              </li>
            `,
          )}
        </ul>
      </div>
    `
  }

  /** What can be done about it, from what mends it to what only says that it was read. */
  #ways({ code, action, dismissible }: Problem) {
    return html`
      ${action === 'repair' ? this.#repairButton() : nothing}
      ${action === 'recover' ? html`<aios-recover-button></aios-recover-button>` : nothing}
      ${action === 'none' ? nothing : html`<a class="button small" href=${hrefTo('settings', 'storage')}>${text.condition.review}</a>`}
      ${
        dismissible
          ? html`<button class="button small" type="button" @click=${() => this.#dismiss(code)}>${text.repair.dismiss}</button>`
          : nothing
      }
    `
  }

  #repairButton() {
    const { isBusy } = this.#repair
    return html`
      <button class="button small primary" type="button" aria-disabled=${isBusy} @click=${this.#startRepair}>
        ${isBusy ? text.repair.starting : text.repair.start}
      </button>
    `
  }

  async #startRepair(): Promise<void> {
    await this.#repair.make(async () => void (await this.backend.storage.repair()))
    if (this.#repair.problem) this.#notices.store.error(new Error(this.#repair.problem))
  }

  #dismiss(code: string): void {
    this.#condition.store.dismiss(code).catch((error: unknown) => this.#notices.store.error(error))
  }

  static override styles = [
    base,
    controls,
    css`
      li {
        display: flex;
        flex-wrap: wrap;
        gap: var(--size-2) var(--size-3);
        align-items: start;
        padding: var(--size-2) var(--size-5);
        border-block-end: var(--hairline);
        background: var(--wait-soft);
        font-size: var(--text-s);
      }

      .done {
        background: var(--surface-2);
      }

      .done .icon {
        color: var(--ok);
      }

      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: var(--size-2);
      }

      li > .icon {
        margin-block-start: var(--size-1);
        color: var(--wait);
      }

      p {
        flex: 1 1 14rem;
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }

      @media (max-width: 40rem) {
        li {
          padding-inline: var(--size-3);
        }
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-condition': AiosCondition
  }
}
