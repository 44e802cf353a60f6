import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from '../../base/log.ts'
import type { Library } from '../../storage/library/library.ts'

type Parts = { library: Library; log: Logger }

/** Milliseconds between two looks for what the catalogue has not heard of, and between two sweeps. */
const pause = 2000
const day = 24 * 3600_000

/** Looks after the originals: whether the database knows them, what the catalogue says of them, and what nobody owns. */
export const upkeepService = ({ library: { upkeep }, log }: Parts) => {
  let timers: NodeJS.Timeout[] = []
  let telling: Promise<void> | undefined

  /** Tells the catalogue all that it has not heard of; what fails is told at the next look. */
  const tell = async () => {
    try {
      await upkeep.tell()
    } catch (error) {
      log.warn({ err: error }, 'the catalogue of originals could not be written')
    } finally {
      telling = undefined
    }
  }
  const look = () => {
    telling ??= tell()
    return telling
  }

  const sweep = async () => {
    try {
      await upkeep.sweep()
    } catch (error) {
      log.warn({ err: error }, 'what nobody owns was not swept')
    }
  }

  return {
    /** Before anything is removed. What fails of it leaves the database in doubt, which harms nothing; it is tried again. */
    async assess(): Promise<void> {
      try {
        await upkeep.assess()
      } catch (error) {
        log.warn({ err: error }, 'whether the database knows all originals could not be told')
      }
    },
    sweep,
    start(): void {
      timers = [setInterval(() => void look(), pause), setInterval(() => void sweep(), day)]
      for (const timer of timers) timer.unref()
    },
    async close(): Promise<void> {
      for (const timer of timers) clearInterval(timer)
      await Promise.race([look(), delay(500, undefined, { ref: false })])
    },
  }
}
