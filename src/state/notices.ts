import { createContext } from '@lit/context'
import { Observable } from '../base/observable.ts'
import { text } from '../strings/index.ts'

export type Notice = {
  id: number
  kind: 'info' | 'error'
  message: string
  action?: { label: string; run: () => void }
  /** Milliseconds until it goes by itself; undefined for one that stays until it is closed. */
  duration?: number
}

/** Short messages over the page, and the chance to undo. */
export class Notices extends Observable<readonly Notice[]> {
  #next = 1
  #timers = new Map<number, { timer: ReturnType<typeof setTimeout>; ended: () => void }>()

  constructor() {
    super([])
  }

  info(message: string): void {
    this.#show({ kind: 'info', message, duration: 5000 })
  }

  /** Says what goes on for as long as it does; gives back what comes of it. */
  async during<T>(message: string, work: Promise<T>): Promise<T> {
    const id = this.#show({ kind: 'info', message })
    try {
      return await work
    } finally {
      this.#forget(id)
    }
  }

  /** Says what went wrong; not once more while it says so already. */
  error(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error)
    if (!this.#errorSaying(message)) this.#show({ kind: 'error', message })
  }

  /** Says what went wrong, with what can be done instead; in place of the same words, which offered it for something else. */
  offer(message: string, { label, run }: { label: string; run: () => void }): void {
    const same = this.#errorSaying(message)
    if (same) this.#forget(same.id)
    const act = () => {
      this.#forget(id)
      run()
    }
    const id = this.#show({ kind: 'error', message, action: { label, run: act } })
  }

  /** Does `commit` after a while, or `undo` when the reader asks for it in time; also when `commit` fails, which is said. */
  undoable(message: string, { undo, commit }: { undo: () => void; commit: () => Promise<unknown> }): void {
    const duration = 8000
    const id = this.#show(
      {
        kind: 'info',
        message,
        duration,
        action: {
          label: text.action.undo,
          run: () => {
            this.#forget(id)
            undo()
          },
        },
      },
      () => {
        commit().catch((error: unknown) => {
          undo()
          this.error(error)
        })
      },
    )
  }

  close(id: number): void {
    const entry = this.#timers.get(id)
    this.#forget(id)
    entry?.ended()
  }

  #errorSaying(message: string): Notice | undefined {
    return this.value.find((notice) => notice.kind === 'error' && notice.message === message)
  }

  #show(notice: Omit<Notice, 'id'>, ended: () => void = () => undefined): number {
    const id = this.#next++
    this.set([...this.value.slice(-3), { id, ...notice }])
    const timer = setTimeout(() => this.close(id), notice.duration ?? 2 ** 31 - 1)
    this.#timers.set(id, { timer, ended })
    return id
  }

  /** Ends all that wait for an undo, since the page is closing. */
  settle(): void {
    for (const id of [...this.#timers.keys()]) this.close(id)
  }

  #forget(id: number): void {
    clearTimeout(this.#timers.get(id)?.timer)
    this.#timers.delete(id)
    this.set(this.value.filter((notice) => notice.id !== id))
  }
}

export const noticesContext = createContext<Notices>('notices')
