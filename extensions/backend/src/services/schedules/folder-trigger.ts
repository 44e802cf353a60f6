import * as words from '../../base/words/index.ts'
import type { Schedule } from '../../shared/contract/schedules.ts'
import type { PendingDocument, ScheduleStore } from '../../storage/tasks/schedules.ts'
import type { ScheduleLaunch } from './launch.ts'

type Parts = {
  store: ScheduleStore
  launch: ScheduleLaunch
  /** Whether somebody is looking at a folder's files just now. */
  isLooking(folderId: string): boolean
}

/** Milliseconds without a change after which a burst is over, and the most that a run waits for that. */
const quiet = 3000
const MAX_BURST = 10 * 60_000

type Burst = { began: number; changed: number; signature: string }

/** Schedules that followed folders start: one run for all documents of a burst, once they have been read. */
export const folderTrigger = ({ store, launch, isLooking }: Parts) => {
  const bursts = new Map<string, Burst>()

  const burstOf = ({ id }: Schedule, pending: readonly PendingDocument[], now: number): Burst => {
    const signature = pending.map(({ id, sha256, status }) => `${id} ${sha256} ${status}`).join('\n')
    const known = bursts.get(id)
    const burst = known?.signature === signature ? known : { began: known?.began ?? now, changed: now, signature }
    bursts.set(id, burst)
    return burst
  }

  /** Gives back whether more is to come, so that another look is worth it soon. */
  const lookAt = async (schedule: Schedule, folderId: string, now: number): Promise<boolean> => {
    const pending = store.pending(schedule.id, folderId)
    if (pending.length === 0) {
      bursts.delete(schedule.id)
      return false
    }
    const { began, changed } = burstOf(schedule, pending, now)
    const isSettled = now - changed >= quiet && store.unread(folderId) === 0 && !isLooking(folderId)
    if (!isSettled && now - began < MAX_BURST) return true
    if (store.isOpen(schedule.id)) return true
    const read = pending.filter(({ status }) => status === 'ready' || status === 'failed')
    const ready = read.filter(({ status }) => status === 'ready')
    await launch.turn(schedule, undefined, {
      runs: ready.length > 0 ? 1 : 0,
      note: ready.length > 0 ? undefined : words.schedules.unreadable,
      news: { documentIds: ready.map(({ id }) => id), names: ready.map(({ name }) => name) },
      also: () => store.note(schedule.id, read),
    })
    bursts.delete(schedule.id)
    return false
  }

  return {
    /** Launches what is due; gives back the milliseconds until the next look, where one is needed soon. */
    async look(now: number): Promise<number | undefined> {
      let isOpen = false
      for (const schedule of store.following()) {
        if (schedule.timing.kind === 'folder')
          isOpen = (await lookAt(schedule, schedule.timing.folderId, now)) || isOpen
      }
      return isOpen ? quiet : undefined
    },
  }
}
