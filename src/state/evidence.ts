import { createContext } from '@lit/context'
import type { QuoteMatch } from '../../extensions/backend/src/shared/contract/tasks.ts'
import { focused } from '../base/focus.ts'
import { Observable } from '../base/observable.ts'

/** A place in a document: a page, and on it what was quoted or found. */
export type Target = {
  documentId: string
  documentName: string
  page: number
  /** The passage that was found or quoted. */
  passageId?: string
  /** Range of the page's text, UTF-16. */
  range?: { start: number; end: number }
  /** Where the rest of it stands when it goes over to the next page. */
  continues?: { page: number; start: number; end: number }
  /** How the quote stands there; undefined where nothing is claimed. */
  match?: QuoteMatch
  /** What is said to be quoted from there; missing where the passage is only named. */
  quote?: string
}

/** The part of a place that is on a page. */
export const rangeOn = ({ page: own, range, continues }: Target, page: number): Target['range'] => {
  if (page === own) return range
  return continues && page === continues.page ? { start: continues.start, end: continues.end } : undefined
}

/** `zoom` is how many times as wide as the panel a page is. */
type State = { targets: readonly Target[]; index: number; page: number; zoom: number }

const zooms = [0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 4]

/** What the evidence panel shows; undefined while it is closed. */
export class Evidence extends Observable<State | undefined> {
  #back: HTMLElement | undefined

  constructor() {
    super(undefined)
  }

  get target(): Target | undefined {
    return this.value?.targets[this.value.index]
  }

  /** Shows the place at `index`; previous and next walk through the others. */
  show(targets: readonly Target[], index: number): void {
    const target = targets[index]
    if (!target) return
    if (!this.value) this.#back = focused()
    this.set({ targets, index, page: target.page, zoom: this.value?.zoom ?? 1 })
  }

  /** Goes on to another citation, if there is one. */
  step(by: number): void {
    if (this.value) this.show(this.value.targets, this.value.index + by)
  }

  turnTo(page: number): void {
    if (this.value) this.set({ ...this.value, page })
  }

  zoomIn(): void {
    this.#zoomTo(zooms.find((zoom) => zoom > this.#zoom) ?? this.#zoom)
  }

  zoomOut(): void {
    this.#zoomTo(zooms.findLast((zoom) => zoom < this.#zoom) ?? this.#zoom)
  }

  /** As wide as the panel. */
  fit(): void {
    this.#zoomTo(1)
  }

  get #zoom(): number {
    return this.value?.zoom ?? 1
  }

  #zoomTo(zoom: number): void {
    if (this.value) this.set({ ...this.value, zoom })
  }

  /** Closes the panel; the focus goes back to where it was opened from. */
  close(): void {
    if (!this.value) return
    this.set(undefined)
    if (this.#back?.isConnected) this.#back.focus()
    this.#back = undefined
  }
}

export const evidenceContext = createContext<Evidence>('evidence')
