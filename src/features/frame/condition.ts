import { css, html, LitElement, nothing } from 'lit'
import { customElement } from 'lit/decorators.js'
import { icon } from '../../components/icon.ts'
import { conditionContext } from '../../state/condition.ts'
import { hrefTo } from '../../state/route.ts'
import { Use } from '../../state/use.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'
import '../../components/recover-button.ts'

/** What is wrong with the data, over every screen, with the way to what mends it. Nothing while all is well. */
@customElement('aios-condition')
export class AiosCondition extends LitElement {
  readonly #condition = new Use(this, conditionContext)

  protected override render() {
    const { problems } = this.#condition.value
    if (problems.length === 0) return nothing
    return html`
      <div role="alert">
        <ul aria-label=${text.condition.title}>
          ${problems.map(
            ({ message, action }) => html`
              <li>
                ${icon('alert')}
                <p dir="auto">${message}</p>
                ${action === 'recover' ? html`<aios-recover-button></aios-recover-button>` : nothing}
                <a class="button small" href=${hrefTo('settings', 'storage')}>${text.condition.review}</a>
              </li>
            `,
          )}
        </ul>
      </div>
    `
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

      .icon {
        margin-block-start: var(--size-1);
        color: var(--wait);
      }

      p {
        flex: 1 1 20rem;
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
