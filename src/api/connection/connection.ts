import type { BackendState } from '../../../extensions/backend/src/shared/contract/link.ts'
import { Observable } from '../../base/observable.ts'
import { text } from '../../strings/index.ts'
import { type Endpoint, type Link, Unreachable } from './link.ts'
import { BackendDown, health, probe, TokenRefused } from './probe.ts'

export type Status =
  | { state: 'connecting' }
  | { state: 'connected'; version: string }
  | { state: 'restarting'; cause?: string }
  | { state: 'failed'; cause: string; logTail: readonly string[] }

type Timing = {
  /** How often a discovery tries before it gives up. */
  tries: number
  /** Milliseconds before the second try; each further wait is 1.6 times as long, up to `longest`. */
  first: number
  longest: number
  /** Milliseconds between two looks at `/health`. */
  health: number
}

const DEFAULT_TIMING: Timing = { tries: 10, first: 150, longest: 4000, health: 10_000 }

/**
 * Knows where the backend is, and says how it is. One discovery is shared by all who ask meanwhile; whoever meets a
 * failure calls `suspect`, and a backend that came back elsewhere, with another token, is found again.
 */
export class Connection extends Observable<Status> {
  readonly #link: Link
  readonly #timing: Timing
  #endpoint: Endpoint | undefined
  #search: Promise<Endpoint> | undefined
  #abort = new AbortController()
  #wake = Promise.withResolvers<void>()
  #check: Promise<void> | undefined
  #timer: ReturnType<typeof setInterval> | undefined
  #wasConnected = false

  constructor(link: Link, timing: Partial<Timing> = {}) {
    super({ state: 'connecting' })
    this.#link = link
    this.#timing = { ...DEFAULT_TIMING, ...timing }
    link.listen({ ready: (endpoint) => this.#onReady(endpoint), state: (state) => this.#onState(state) })
  }

  /** Begins to look for the backend, and from then on after its health. */
  start(): void {
    this.endpoint().catch(() => undefined) // the status tells
    this.#timer ??= setInterval(() => this.suspect(), this.#timing.health)
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#abort.abort()
  }

  /** The backend's address, as soon as it is known. @throws Error when it cannot be found; `retry` tries anew */
  endpoint(): Promise<Endpoint> {
    if (this.#endpoint) return Promise.resolve(this.#endpoint)
    if (this.value.state === 'failed') return Promise.reject(new Error(this.value.cause))
    if (this.#search) return this.#search
    return this.#searching(this.#discover())
  }

  #searching(found: Promise<Endpoint>): Promise<Endpoint> {
    const search = found.finally(() => {
      if (this.#search === search) this.#search = undefined
    })
    this.#search = search
    return search
  }

  /** Something points to trouble: looks at the backend's health at once, and for the backend if it is not there. */
  suspect(): void {
    if (!this.#endpoint) return
    this.#check ??= this.#checkHealth(this.#endpoint).finally(() => {
      this.#check = undefined
    })
  }

  /** The backend at `endpoint` no longer takes its token: asks for the present one. */
  refused(endpoint: Endpoint): void {
    this.#lose(endpoint)
  }

  /** Tries again after a failure. */
  retry(): void {
    if (this.value.state !== 'failed') return
    this.set({ state: this.#wasConnected ? 'restarting' : 'connecting' })
    // Looked for only once it was asked for, or what stands in for the server would be found; whether it helped shows then.
    const asked = this.#link.retry().catch(() => undefined)
    this.#searching(asked.then(() => this.#discover())).catch(() => undefined)
  }

  async #discover(): Promise<Endpoint> {
    const { tries, first, longest } = this.#timing
    this.#abort = new AbortController()
    const { signal } = this.#abort
    let last: unknown
    for (let attempt = 0; attempt < tries && !signal.aborted; attempt++) {
      try {
        const endpoint = await this.#link.find(signal)
        const { version } = await probe(endpoint, signal)
        this.#wasConnected = true
        this.#endpoint = endpoint
        this.set({ state: 'connected', version })
        return endpoint
      } catch (error) {
        const again = error instanceof TokenRefused && last instanceof TokenRefused
        last = error
        if (again || error instanceof Unreachable || error instanceof BackendDown || signal.aborted) break
        await this.#pause(Math.min(first * 1.6 ** attempt, longest))
      }
    }
    const cause = last instanceof Error ? last.message : text.status.noResponse
    const logTail = last instanceof BackendDown ? last.logTail : []
    if (!signal.aborted) this.set({ state: 'failed', cause, logTail })
    throw new Error(cause)
  }

  async #checkHealth(endpoint: Endpoint): Promise<void> {
    const { signal } = this.#abort
    try {
      // A busy machine may miss one look: only the second in a row counts.
      await health(endpoint, signal).catch(() => health(endpoint, signal))
    } catch {
      if (!signal.aborted) this.#lose(endpoint)
    }
  }

  #lose(endpoint: Endpoint, cause?: string): void {
    if (this.#endpoint !== endpoint) return
    this.#endpoint = undefined
    this.set({ state: 'restarting', cause })
    this.endpoint().catch(() => undefined)
  }

  /** The backend named its address unasked. */
  #onReady(endpoint: Endpoint): void {
    const known = this.#endpoint
    if (known?.url === endpoint.url && known.token === endpoint.token) this.suspect()
    else if (known) this.#lose(known)
    else if (this.value.state === 'failed') this.retry()
    else this.#wake.resolve()
  }

  #onState(reported: BackendState): void {
    if (reported.state === 'failed') {
      this.#abort.abort()
      this.#search = undefined
      this.#wake.resolve()
      this.#endpoint = undefined
      this.set({ state: 'failed', cause: reported.cause, logTail: reported.logTail })
    }
    if (reported.state === 'restarting' && this.#endpoint) this.#lose(this.#endpoint, reported.cause)
  }

  #pause(milliseconds: number): Promise<void> {
    this.#wake = Promise.withResolvers()
    const timer = setTimeout(this.#wake.resolve, milliseconds)
    return this.#wake.promise.finally(() => clearTimeout(timer))
  }
}
