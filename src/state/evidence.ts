import { createContext } from '@lit/context'
import { focused } from '../focus.ts'
import { Observable } from '../observable.ts'

/** A place in a document: a page, and on it what was quoted or found. */
export type Target = {
  documentId: string
  documentName: string
  page: number
  /** Range of the page's text, UTF-16. */
  range?: { start: number; end: number }
  /** Whether the quote stands there word for word; undefined where nothing is claimed. */
  verified?: boolean
}

type State = { targets: readonly Target[]; index: number; page: number }

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
    this.set({ targets, index, page: target.page })
  }

  /** Goes on to another citation, if there is one. */
  step(by: number): void {
    if (this.value) this.show(this.value.targets, this.value.index + by)
  }

  turnTo(page: number): void {
    if (this.value) this.set({ ...this.value, page })
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
