import { css, html, LitElement, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { base } from '../styles/base.ts'
import { controls } from '../styles/controls.ts'
import { type IconName, icon } from './icon.ts'

export type MenuItem =
  | { label: string; detail?: string; icon?: IconName; isCurrent?: boolean; isDanger?: boolean; run: () => void }
  | 'line'

/** A button that opens a list of actions; arrows move, Esc closes, typing goes to an item by its first letters. */
@customElement('aios-menu')
export class AiosMenu extends LitElement {
  @property() label = ''
  @property() description = ''
  @property({ attribute: false }) items: readonly MenuItem[] = []
  @state() private isOpen = false
  /** Opens upwards: below is too little room. */
  @state() private opensUp = false

  override connectedCallback(): void {
    super.connectedCallback()
    document.addEventListener('pointerdown', this.#outside)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    document.removeEventListener('pointerdown', this.#outside)
  }

  protected override render() {
    return html`
      <button
        class="button plain"
        id="opener"
        type="button"
        aria-haspopup="menu"
        aria-expanded=${this.isOpen}
        aria-label=${this.description || nothing}
        title=${this.label}
        @click=${this.#toggle}
        @keydown=${this.#openerKey}
      >
        <span class="cut" dir="auto">${this.label}</span>
        <span class="small">${icon('down')}</span>
      </button>
      ${this.isOpen ? this.#list() : nothing}
    `
  }

  #list() {
    return html`
      <div class="list ${this.opensUp ? 'up' : ''}" role="menu" aria-labelledby="opener" @keydown=${this.#key} @focusout=${this.#left}>
        ${this.items.map((item) =>
          item === 'line'
            ? html`<div class="line" role="separator"></div>`
            : html`
                <button
                  class="item ${item.isDanger ? 'fail' : ''} small"
                  type="button"
                  role=${item.isCurrent === undefined ? 'menuitem' : 'menuitemradio'}
                  aria-checked=${item.isCurrent ?? nothing}
                  tabindex="-1"
                  @click=${() => this.#run(item.run)}
                >
                  ${item.isCurrent ? icon('check') : item.icon ? icon(item.icon) : html`<span class="icon blank"></span>`}
                  <span class="cut" dir="auto">${item.label}</span>
                  ${item.detail ? html`<span class="detail figures">${item.detail}</span>` : nothing}
                </button>
              `,
        )}
      </div>
    `
  }

  #buttons(): HTMLButtonElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLButtonElement>('.item')]
  }

  async #toggle(): Promise<void> {
    this.isOpen = !this.isOpen
    this.opensUp = false
    if (!this.isOpen) return
    this.dispatchEvent(new Event('open'))
    await this.updateComplete
    this.#place()
    await this.updateComplete
    const buttons = this.#buttons()
    const current = buttons.find((button) => button.ariaChecked === 'true')
    ;(current ?? buttons[0])?.focus()
  }

  #place(): void {
    const list = this.renderRoot.querySelector('.list')?.getBoundingClientRect()
    const { top, bottom } = this.getBoundingClientRect()
    const seen = seenOf(this)
    this.opensUp = list !== undefined && list.bottom > seen.bottom && top - seen.top > seen.bottom - bottom
  }

  #close({ focus = true } = {}): void {
    this.isOpen = false
    if (focus) this.renderRoot.querySelector<HTMLElement>('#opener')?.focus()
  }

  #run(action: () => void): void {
    this.#close()
    action()
  }

  #openerKey(event: KeyboardEvent): void {
    if (event.key !== 'ArrowDown' || this.isOpen) return
    event.preventDefault()
    void this.#toggle()
  }

  #key(event: KeyboardEvent): void {
    const buttons = this.#buttons()
    const at = buttons.findIndex((button) => button.matches(':focus'))
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key]
    if (event.key === 'Escape') event.stopPropagation()
    if (event.key === 'Escape' || event.key === 'Tab') this.#close()
    if (to !== undefined) {
      event.preventDefault()
      buttons.at(to % buttons.length)?.focus()
    }
    if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) this.#goToLetter(event.key, buttons, at)
  }

  #goToLetter(key: string, buttons: readonly HTMLButtonElement[], at: number): void {
    const letter = key.toLowerCase()
    const after = [...buttons.slice(at + 1), ...buttons.slice(0, at + 1)]
    after.find((button) => button.textContent?.trim().toLowerCase().startsWith(letter))?.focus()
  }

  #left(event: FocusEvent): void {
    const next = event.relatedTarget
    if (next instanceof Node && this.renderRoot.contains(next)) return
    if (next) this.#close({ focus: false })
  }

  #outside = (event: PointerEvent): void => {
    if (this.isOpen && !event.composedPath().includes(this)) this.#close({ focus: false })
  }

  static override styles = [
    base,
    controls,
    css`
      :host {
        position: relative;
        min-inline-size: 0;
      }

      #opener {
        max-inline-size: 100%;
        padding-inline: var(--size-2);
      }

      .list {
        position: absolute;
        inset-block-start: calc(100% + var(--size-1));
        inset-inline-end: 0;
        z-index: 20;
        inline-size: max-content;
        min-inline-size: 14rem;
        max-inline-size: min(22rem, 100vw - var(--size-5));
        max-block-size: min(28rem, 70vh);
        overflow: auto;
        padding: var(--size-1);
        border-radius: var(--radius-l);
        background: var(--surface-float);
        box-shadow: var(--shadow-float);
      }

      .list.up {
        inset-block: auto calc(100% + var(--size-1));
      }

      :host([opens='forward']) .list {
        inset-inline: 0 auto;
      }

      .item {
        display: flex;
        gap: var(--size-2);
        align-items: center;
        inline-size: 100%;
        min-block-size: var(--control-s);
        padding: var(--size-1) var(--size-2);
        border: 0;
        border-radius: var(--radius);
        background: none;
        color: inherit;
        font: inherit;
        font-size: var(--text-s);
        text-align: start;
        cursor: pointer;
      }

      .item:hover,
      .item:focus {
        background: var(--surface-hover);
      }

      .item.fail {
        color: var(--fail);
      }

      .blank {
        inline-size: var(--icon-s);
      }

      .detail {
        margin-inline-start: auto;
        padding-inline-start: var(--size-3);
        color: var(--text-2);
        font-size: var(--text-xs);
        white-space: nowrap;
      }

      .line {
        margin: var(--size-1) var(--size-2);
        border-block-start: var(--hairline);
      }
    `,
  ]
}

/** From where to where, in pixels from the window's top, what stands at an element's place can be seen. */
const seenOf = (element: Element): { top: number; bottom: number } => {
  const seen = { top: 0, bottom: innerHeight }
  for (let each: Node | null = element; each; each = each.parentNode ?? (each as Partial<ShadowRoot>).host ?? null) {
    if (!(each instanceof Element) || getComputedStyle(each).overflowY === 'visible') continue
    const { top, bottom } = each.getBoundingClientRect()
    seen.top = Math.max(seen.top, top)
    seen.bottom = Math.min(seen.bottom, bottom)
  }
  return seen
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-menu': AiosMenu
  }
}
