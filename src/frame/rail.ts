import { css, html, LitElement } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { Use } from '../base/use.ts'
import { type IconName, icon } from '../components/icon.ts'
import { needsAttention } from '../features/tasks/task-groups.ts'
import { hrefTo, routeContext, type Screen, screens } from '../state/route.ts'
import { tasksContext } from '../state/tasks.ts'
import { text } from '../strings/index.ts'
import { base, visuallyHidden } from '../styles/base.ts'
import './backend-status.ts'

const icons: Record<Screen, IconName> = {
  ask: 'ask',
  library: 'library',
  tasks: 'tasks',
  agents: 'agent',
  settings: 'settings',
}

/** The left rail: the name, the screens, the backend's state. Below 640 px its parts lie above and under the content. */
@customElement('aios-rail')
export class AiosRail extends LitElement {
  /** The first start has the name in its content. */
  @property({ type: Boolean, reflect: true }) nameless = false
  readonly #route = new Use(this, routeContext)
  readonly #tasks = new Use(this, tasksContext)

  protected override render() {
    return html`
      <header>
        <button class="skip" type="button" @click=${() => this.dispatchEvent(new Event('skip'))}>${text.frame.skip}</button>
        ${
          this.nameless
            ? ''
            : html`<h1>${text.frame.name}</h1>
                <p class="line">${text.frame.line}</p>`
        }
      </header>
      <nav aria-label=${text.frame.navigation}>
        <ul>
          ${screens.map((screen) => this.#link(screen))}
        </ul>
      </nav>
      <footer><aios-status></aios-status></footer>
    `
  }

  #link(screen: Screen) {
    const isCurrent = this.#route.value.screen === screen
    const attention = screen === 'tasks' ? (this.#tasks.value.items ?? []).filter(needsAttention).length : 0
    const name = text.frame.screens[screen]
    return html`
      <li>
        <a href=${hrefTo(screen)} aria-current=${isCurrent ? 'page' : 'false'} title=${name}>
          ${icon(icons[screen])}
          <span class="label">${name}</span>
          ${
            attention > 0
              ? html`<span class="badge figures" aria-hidden="true">${attention}</span
                  ><span class="hidden">, ${text.frame.attention(attention)}</span>`
              : ''
          }
        </a>
      </li>
    `
  }

  static override styles = [
    base,
    css`
      :host {
        display: contents;
      }

      header,
      nav,
      footer {
        background: var(--surface-2);
      }

      header {
        grid-area: name;
        padding: var(--size-3) var(--size-2) var(--size-2);
        text-align: center;
      }

      .skip {
        position: fixed;
        inset-block-start: var(--size-2);
        inset-inline-start: var(--size-2);
        z-index: 50;
        padding: var(--size-2) var(--size-3);
        border: 0;
        border-radius: var(--radius);
        background: var(--accent);
        color: var(--on-accent);
        font: inherit;
      }

      .skip:not(:focus) {
        ${visuallyHidden}
      }

      h1 {
        font-size: var(--text-m);
        font-weight: var(--font-weight-7);
        letter-spacing: 0.04em;
      }

      .line {
        color: var(--text-2);
        font-size: var(--text-xs);
      }

      @media not (min-width: 68.75rem) {
        .line {
          ${visuallyHidden}
        }
      }

      nav {
        grid-area: screens;
        padding: var(--size-2);
      }

      ul {
        display: grid;
        gap: var(--size-1);
      }

      a {
        position: relative;
        display: grid;
        gap: var(--size-1);
        justify-items: center;
        padding: var(--size-2) 0;
        border-radius: var(--radius);
        color: var(--text-2);
        font-size: var(--text-xs);
        text-decoration: none;
      }

      a:hover {
        background: var(--surface-hover);
        color: var(--text-1);
      }

      a[aria-current='page'] {
        background: var(--surface-active);
        color: var(--text-1);
        font-weight: var(--font-weight-6);
      }

      a:not([aria-current='page']) .label {
        /* As wide as when it is bold: nothing moves when the screen changes. */
        font-weight: var(--font-weight-5);
      }

      .badge {
        position: absolute;
        inset-block-start: var(--size-1);
        inset-inline-end: var(--size-2);
        min-inline-size: var(--size-3);
        padding-inline: var(--size-1);
        border-radius: var(--radius-round);
        background: var(--fail);
        color: var(--surface-1);
        font-size: var(--text-xs);
        font-weight: var(--font-weight-6);
        line-height: var(--size-3);
        text-align: center;
      }

      footer {
        grid-area: status;
        padding: var(--size-2);
      }

      @media (min-width: 40.01rem) {
        header,
        nav,
        footer {
          border-inline-end: var(--hairline);
        }
      }

      @media (min-width: 68.75rem) {
        header {
          padding: var(--size-3) var(--size-3) var(--size-2) var(--size-4);
          text-align: start;
        }

        a {
          display: flex;
          gap: var(--size-2);
          align-items: center;
          padding: var(--size-2);
          font-size: var(--text-s);
        }

        .badge {
          position: static;
          margin-inline-start: auto;
        }
      }

      @media (max-width: 40rem) {
        header {
          padding: var(--size-2) var(--size-3);
          text-align: start;
        }

        nav {
          padding: var(--size-1);
          border-block-start: var(--hairline);
        }

        ul {
          grid-auto-flow: column;
          grid-auto-columns: minmax(0, 1fr);
        }

        footer {
          display: flex;
          align-items: center;
          justify-content: end;
          padding: var(--size-2) var(--size-3);
        }
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-rail': AiosRail
  }
}
