/**
 * Lets at most `most()` of those who enter be in at a time, first come, first served. `enter` gives back how to leave, which
 * may be called more than once; it rejects with the signal's reason when that is aborted before its turn.
 */
export const slots = (most: () => number) => {
  const waiting: (() => void)[] = []
  let taken = 0

  const next = () => {
    while (taken < most() && waiting.length > 0) {
      taken++
      waiting.shift()?.()
    }
  }

  const leaving = () => {
    let left = false
    return () => {
      if (left) return
      left = true
      taken--
      next()
    }
  }

  return {
    /** Enters at once, where there is room and nobody waits for it. */
    tryEnter(): (() => void) | undefined {
      if (taken >= most() || waiting.length > 0) return undefined
      taken++
      return leaving()
    },
    /** Lets in who waits, after `most` has risen. */
    look: next,
    async enter(signal?: AbortSignal): Promise<() => void> {
      signal?.throwIfAborted()
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const turn = () => resolve()
      const abort = () => {
        const at = waiting.indexOf(turn)
        if (at < 0) return // it is in already, and whoever entered will leave
        waiting.splice(at, 1)
        reject(signal?.reason)
      }
      waiting.push(turn)
      signal?.addEventListener('abort', abort, { once: true })
      next()
      await promise.finally(() => signal?.removeEventListener('abort', abort))
      return leaving()
    },
  }
}
export type Slots = ReturnType<typeof slots>
