type Options = { limit: number; onSilence: () => void; now?: () => number }

/**
 * Calls `onSilence` once when no beat came for `limit` ms. A look that itself comes late (the machine slept, or had no
 * time for us) says nothing about the other side: counting starts anew.
 */
export const watchHeartbeat = ({ limit, onSilence, now = () => performance.now() }: Options) => {
  const interval = limit / 10
  let last = now()
  let looked = last

  const look = () => {
    const time = now()
    if (time - looked > 3 * interval) last = time
    looked = time
    if (time - last < limit) return
    stop()
    onSilence()
  }
  const timer = setInterval(look, interval)
  const stop = () => clearInterval(timer)

  return {
    beat(): void {
      last = now()
    },
    stop,
  }
}
