import type { ReactiveControllerHost } from 'lit'

/** What a form is for, tried once at a time; its host is drawn again when one begins and ends. */
export class Attempt {
  isBusy = false
  /** What went wrong with the last one; empty while one is under way. */
  problem = ''
  readonly #host: Pick<ReactiveControllerHost, 'requestUpdate'>

  constructor(host: Pick<ReactiveControllerHost, 'requestUpdate'>) {
    this.#host = host
  }

  /** Does the work, unless some is under way. */
  async make(work: () => Promise<void>): Promise<void> {
    if (this.isBusy) return
    this.isBusy = true
    this.problem = ''
    this.#host.requestUpdate()
    try {
      await work()
    } catch (error) {
      this.problem = (error as Error).message
    } finally {
      this.isBusy = false
      this.#host.requestUpdate()
    }
  }
}
