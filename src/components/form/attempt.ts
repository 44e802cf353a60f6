import type { ReactiveControllerHost } from 'lit'
import { type Problems, problemsOf } from './form-fields.ts'

/** What a form is for, tried once at a time; its host is drawn again when one begins and ends. */
export class Attempt {
  isBusy = false
  /** What went wrong with the last one; nothing while one is under way. */
  error: Error | undefined
  readonly #host: Pick<ReactiveControllerHost, 'requestUpdate'>

  constructor(host: Pick<ReactiveControllerHost, 'requestUpdate'>) {
    this.#host = host
  }

  get problem(): string {
    return this.error?.message ?? ''
  }

  /** The same, by the field that it is about. */
  get problems(): Problems {
    return this.error ? problemsOf(this.error) : {}
  }

  /** Does the work, unless some is under way. */
  async make(work: () => Promise<void>): Promise<void> {
    if (this.isBusy) return
    this.isBusy = true
    this.error = undefined
    this.#host.requestUpdate()
    try {
      await work()
    } catch (error) {
      this.error = error as Error
    } finally {
      this.isBusy = false
      this.#host.requestUpdate()
    }
  }
}
