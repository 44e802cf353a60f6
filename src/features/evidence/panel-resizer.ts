import { css, html, LitElement } from 'lit'
import { customElement, state } from 'lit/decorators.js'
import { remembered } from '../../base/remembered.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'

const savedWidth = remembered('evidence.width')

/** Widths of the panel in rem. */
const MIN_WIDTH = 20
const MAX_WIDTH = 60
const DEFAULT_WIDTH = 27

/** The edge of the evidence panel: drag it, or move it with the arrow keys. */
@customElement('aios-resizer')
export class AiosResizer extends LitElement {
  @state() private width = Number(savedWidth.recall()) || DEFAULT_WIDTH

  override connectedCallback(): void {
    super.connectedCallback()
    this.#set(this.width)
  }

  protected override render() {
    return html`
      <div
        role="separator"
        tabindex="0"
        aria-orientation="vertical"
        aria-label=${text.evidence.resize}
        aria-valuemin=${MIN_WIDTH}
        aria-valuemax=${MAX_WIDTH}
        aria-valuenow=${Math.round(this.width)}
        @pointerdown=${this.#grab}
        @pointermove=${this.#drag}
        @keydown=${this.#key}
        @dblclick=${() => this.#set(DEFAULT_WIDTH)}
      ></div>
    `
  }

  #set(width: number): void {
    this.width = Math.min(Math.max(width, MIN_WIDTH), MAX_WIDTH)
    savedWidth.keep(String(this.width))
    document.documentElement.style.setProperty('--evidence', `${this.width}rem`)
  }

  #grab(event: PointerEvent): void {
    ;(event.target as HTMLElement).setPointerCapture(event.pointerId)
  }

  #drag(event: PointerEvent): void {
    if (!(event.target as HTMLElement).hasPointerCapture(event.pointerId)) return
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
    const isRight = document.dir !== 'rtl'
    this.#set((isRight ? innerWidth - event.clientX : event.clientX) / rem)
  }

  #key(event: KeyboardEvent): void {
    const by = { ArrowLeft: 1, ArrowRight: -1 }[event.key]
    if (by === undefined) return
    event.preventDefault()
    this.#set(this.width + by)
  }

  static override styles = [
    base,
    css`
      :host {
        position: static; /* it lies on the panel's edge */
      }

      div {
        position: absolute;
        inset-block: 0;
        inset-inline-start: calc(-1 * var(--size-1));
        z-index: 1;
        inline-size: var(--size-2);
        cursor: col-resize;
        touch-action: none;
      }

      div:hover,
      div:active {
        background: linear-gradient(to right, transparent 40%, var(--accent) 40% 60%, transparent 60%);
      }

      @media (max-width: 40rem) {
        div {
          display: none;
        }
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-resizer': AiosResizer
  }
}
