/** A value that says when it changes. The base of every store; `Use` redraws a component on it. */
export class Observable<T> {
  #value: T
  #listeners = new Set<(value: T) => void>()

  constructor(value: T) {
    this.#value = value
  }

  get value(): T {
    return this.#value
  }

  protected set(value: T): void {
    if (Object.is(value, this.#value)) return
    this.#value = value
    for (const listener of [...this.#listeners]) listener(value)
  }

  /** Changes some fields of an object value. */
  protected patch(fields: Partial<T>): void {
    this.set({ ...this.#value, ...fields })
  }

  /** Calls `listener` at every change from now on; gives back the way to stop. */
  subscribe(listener: (value: T) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
