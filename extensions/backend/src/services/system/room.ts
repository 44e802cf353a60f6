import { background } from '../../base/background.ts'
import type { Logger } from '../../base/log.ts'
import * as words from '../../base/words/index.ts'
import { type DiskSpace, megabytes, type SpaceLevel } from '../../storage/database/disk-space.ts'
import type { ConditionService } from './condition.ts'

type Parts = { space: DiskSpace; condition: ConditionService; log: Logger }

/** Milliseconds between two looks at the disk, and that one counts for. */
const pause = 5000
const fresh = 1000
/** Milliseconds that a disk counts as full after a write failed, whatever it says of itself; doubled each time it fails again. */
const firstDoubt = 30_000
const longestDoubt = 600_000

const code = 'storage.full'

/** Whether there is room on the disk for what waits, and what to say where there is none. */
export const roomService = ({ space, condition, log }: Parts) => {
  const listeners = new Set<() => void>()
  let level: SpaceLevel = 'enough'
  let lookedAt = Number.NEGATIVE_INFINITY
  let doubt = { until: Number.NEGATIVE_INFINITY, pause: firstDoubt }
  let restoring: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined

  const restore = () => {
    const failed = (error: unknown) => log.warn({ err: error }, 'the reserve on the disk could not be made')
    restoring ??= space
      .restore()
      .catch(failed)
      .finally(() => {
        restoring = undefined
      })
  }

  const look = () => {
    lookedAt = performance.now()
    const { free, level: found } = space.look(level)
    const now = lookedAt < doubt.until ? 'full' : found
    if (now === 'enough') condition.settle(code)
    else condition.raise({ code, message: messageFor(now, free), action: 'review' })
    if (now === level) return
    log[now === 'enough' ? 'info' : 'warn']({ free, was: level, now }, 'the room on the disk')
    level = now
    for (const listener of listeners) listener()
  }
  const looking = background('the disk could not be looked at', log, look)

  const current = (): SpaceLevel => {
    if (performance.now() - lookedAt > fresh) looking.run()
    return level
  }

  return {
    /** No room for anything new. */
    isLow: () => current() !== 'enough',
    /** No room for tasks to go on, either. */
    isFull: () => current() === 'full',
    /** Why what is new waits, and what to do; nothing where it does not. */
    why: () => (current() === 'enough' ? undefined : words.disk.waits),
    /** Why tasks wait. */
    whyTasks: () => (current() === 'full' ? words.disk.waits : undefined),
    /** @throws AppError `storage.full` (507) when there is no room for so many bytes */
    check: space.check,

    /** A write failed for want of space. */
    failed(): void {
      const now = performance.now()
      if (now < doubt.until) return
      const again = now - doubt.until < doubt.pause ? Math.min(doubt.pause * 2, longestDoubt) : firstDoubt
      doubt = { until: now + again, pause: again }
      looking.run()
    },

    /** Looks at once, as something was removed. */
    look: looking.run,

    /** Calls back when there is more or less room than before. */
    listen(listener: () => void): void {
      listeners.add(listener)
    },

    start(): void {
      const both = () => {
        looking.run()
        if (performance.now() >= doubt.until) restore()
      }
      timer = setInterval(both, pause).unref()
      both() // at once: who fills the disk first leaves nothing to delete with
    },
    async close(): Promise<void> {
      clearInterval(timer)
      looking.stop()
      await restoring
    },
  }
}
export type RoomService = ReturnType<typeof roomService>

const messageFor = (level: 'low' | 'full', free: number): string =>
  level === 'low' ? words.disk.low(megabytes(free)) : words.disk.full
