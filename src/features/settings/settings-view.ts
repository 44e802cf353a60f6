import { css, html, LitElement } from 'lit'
import { customElement } from 'lit/decorators.js'
import { load } from '../../base/load.ts'
import { Use } from '../../base/use.ts'
import { hrefTo, routeContext } from '../../state/route.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'
import { view } from '../../styles/view.ts'
import { type Section, sections } from './settings-sections.ts'

/** A list of sections, and the one that the address names. */
@customElement('aios-settings')
export class AiosSettings extends LitElement {
  readonly #route = new Use(this, routeContext)
  #loaded = new Set<string>()

  protected override render() {
    const { id } = this.#route.value
    const current = sections.find((section) => section.id === id) ?? (sections[0] as Section)
    this.#need(current)
    return html`
      <header class="head"><h2>${text.settings.title}</h2></header>
      <div class="body">
        <div class="parts">
          <nav aria-label=${text.settings.title}>
            <ul>
              ${sections.map(
                (section) => html`
                  <li>
                    <a href=${hrefTo('settings', section.id)} aria-current=${section === current ? 'page' : 'false'}>
                      ${section.title}
                    </a>
                  </li>
                `,
              )}
            </ul>
          </nav>
          <section aria-labelledby="title">
            <h3 id="title">${current.title}</h3>
            ${current.content()}
          </section>
        </div>
      </div>
    `
  }

  /** An element that stands in the page already comes to life when its code is there. */
  #need(section: Section): void {
    if (this.#loaded.has(section.id)) return
    this.#loaded.add(section.id)
    load(section.load).catch(() => this.#loaded.delete(section.id))
  }

  static override styles = [
    base,
    controls,
    view,
    css`
      .parts {
        display: grid;
        gap: var(--size-4) var(--size-7);
        align-items: start;
        justify-content: center;
        grid-template-columns: 10rem minmax(0, var(--reading));
      }

      nav {
        position: sticky;
        inset-block-start: 0;
      }

      nav a {
        display: block;
        padding: var(--size-1) var(--size-3);
        border-radius: var(--radius);
        color: var(--text-2);
        font-size: var(--text-s);
        text-decoration: none;
      }

      nav a:hover {
        background: var(--surface-hover);
        color: var(--text-1);
      }

      nav a[aria-current='page'] {
        background: var(--surface-active);
        color: var(--text-1);
        font-weight: var(--font-weight-6);
      }

      h3 {
        margin-block-end: var(--size-3);
        font-size: var(--text-l);
        font-weight: var(--font-weight-6);
        line-height: var(--font-lineheight-1);
      }

      @media (max-width: 56rem) {
        .parts {
          grid-template-columns: minmax(0, 1fr);
        }

        nav {
          position: static;
          margin-inline: calc(-1 * var(--size-2));
        }

        nav ul {
          display: flex;
          flex-wrap: wrap;
        }

        /* As wide as when it is current: nothing moves. */
        nav a,
        nav a[aria-current='page'] {
          padding-inline: var(--size-2);
          font-weight: var(--font-weight-5);
        }
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-settings': AiosSettings
  }
}
