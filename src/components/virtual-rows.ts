import type { ReactiveController, ReactiveElement } from 'lit'

/** Rows drawn above and below what is seen, so that scrolling does not show a gap. */
const margin = 12

/**
 * Draws only the rows of a long list that are near what is seen. All rows are `--row` high; the space of the others is
 * padding of the list:
 *
 *     const { first, last, style } = this.#rows.window(items.length)
 *     html`<ul .style=${style}>${items.slice(first, last).map(…)}</ul>`
 *
 * The list element carries `data-rows`; the host's element with class `body` scrolls.
 */
export class VirtualRows implements ReactiveController {
  readonly #host: ReactiveElement
  #range = { first: 0, last: 40 }
  #scroller: HTMLElement | undefined
  /** Where the list begins in what scrolls, and how high a row is. Asking makes the browser lay the page out. */
  #place: { offset: number; row: number } | undefined
  /** Whether the drawing to come is owed to scrolling alone. */
  #hasScrolled = false
  readonly #resized = new ResizeObserver(() => this.#measure())

  constructor(host: ReactiveElement) {
    this.#host = host
    host.addController(this)
  }

  hostUpdated(): void {
    const scroller = this.#host.renderRoot.querySelector<HTMLElement>('.body') ?? undefined
    if (scroller !== this.#scroller) {
      this.#unobserve()
      this.#scroller = scroller
      scroller?.addEventListener('scroll', this.#scrolled, { passive: true })
      if (scroller) this.#resized.observe(scroller)
      // What stands above the list moves it when it grows.
      for (const child of scroller?.children ?? []) this.#resized.observe(child)
    }
    // Scrolling moves nothing within what scrolls.
    if (this.#hasScrolled) this.#look()
    else this.#measure()
    this.#hasScrolled = false
  }

  hostDisconnected(): void {
    this.#unobserve()
    this.#scroller = undefined
  }

  window(total: number): { first: number; last: number; style: string } {
    const first = Math.min(this.#range.first, Math.max(total - 1, 0))
    const last = Math.min(this.#range.last, total)
    const above = `calc(var(--row) * ${first})`
    const below = `calc(var(--row) * ${Math.max(total - last, 0)})`
    return { first, last, style: `padding-block: ${above} ${below}` }
  }

  /** Brings a row into view before it is drawn. */
  reveal(index: number): void {
    const scroller = this.#scroller
    this.#measure()
    if (!this.#place || !scroller) return
    const { offset, row } = this.#place
    const top = offset + index * row
    if (top < scroller.scrollTop) scroller.scrollTop = top
    const bottom = top + row - scroller.clientHeight
    if (bottom > scroller.scrollTop) scroller.scrollTop = bottom
    this.#look()
  }

  #scrolled = (): void => {
    const before = this.#range
    this.#look()
    this.#hasScrolled = this.#range !== before
  }

  #look(): void {
    const scroller = this.#scroller
    if (!this.#place || !scroller) return
    const { row, offset } = this.#place
    const seen = Math.floor((scroller.scrollTop - offset) / row)
    const first = Math.max(seen - margin, 0)
    const last = Math.max(seen + Math.ceil(scroller.clientHeight / row) + margin, first)
    // Whole steps of half the margin: most scrolling draws nothing new.
    const step = margin / 2
    const range = { first: first - (first % step), last: last + step - (last % step) }
    if (range.first === this.#range.first && range.last === this.#range.last) return
    this.#range = range
    this.#host.requestUpdate()
  }

  #measure(): void {
    const scroller = this.#scroller
    const list = this.#host.renderRoot.querySelector<HTMLElement>('[data-rows]')
    const child = list?.firstElementChild
    const row = child?.getBoundingClientRect().height
    if (!scroller || !list || !row) return
    const offset = list.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop
    this.#place = { row, offset }
    this.#look()
  }

  #unobserve(): void {
    this.#scroller?.removeEventListener('scroll', this.#scrolled)
    this.#resized.disconnect()
  }
}
