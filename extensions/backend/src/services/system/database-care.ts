import { statSync } from 'node:fs'
import { join } from 'node:path'
import { AppError, fail } from '../../base/errors.ts'
import type { Logger } from '../../base/log.ts'
import * as words from '../../base/words/index.ts'
import type { SnapshotKind } from '../../shared/contract/storage.ts'
import { diskSpace } from '../../storage/database/disk-space.ts'
import { forgetMended, type Mending, readMended, requestMending } from '../../storage/database/mending.ts'
import { isShared } from '../../storage/database/presence.ts'
import { findSnapshot } from '../../storage/database/restore.ts'
import { claimCopying, isCopyDue, removeSnapshot, snapshots } from '../../storage/database/snapshots.ts'
import type { DatabaseCareThread } from '../../workers/database-care-thread.ts'
import type { ConditionService } from './condition.ts'
import type { CorruptionWatch } from './corruption.ts'
import { wordsForMended } from './mended.ts'

type Parts = {
  dataDir: string
  thread: DatabaseCareThread
  condition: ConditionService
  damage: CorruptionWatch
  /** Whether documents are being read, which a copy would slow down. */
  isReading: () => Promise<boolean>
  /** The process before this one did not close the data. */
  wasUnclean: boolean
  restart?: ((reason: string) => void) | undefined
  log: Logger
}

/** Milliseconds from the start to the check after an unclean end, and to the first look whether a copy is due. */
const untilCheck = 3000
const untilCopy = 120_000
/** Milliseconds between two looks, and that a copy which is due waits for the reading of documents to end. */
const pause = 60_000
const patience = 6 * 3600_000

/** Looks after the database: checks it, copies it, and sees to it that it is repaired or put back when somebody asks. */
export const databaseCare = ({ dataDir, thread, condition, damage, isReading, wasUnclean, restart, log }: Parts) => {
  const timers: NodeJS.Timeout[] = []
  let dueSince: number | undefined

  const check = async (): Promise<readonly string[]> => {
    const faults = await thread.check()
    if (faults.length > 0) damage.found(faults)
    return faults
  }

  const copy = async (kind: SnapshotKind): Promise<string> => {
    const release = claimCopying(dataDir) ?? fail('snapshot.busy', words.snapshots.busy, { status: 409 })
    try {
      const made = await thread.copy(kind)
      if ('name' in made) return made.name
      damage.found(made.faults)
      throw new AppError('snapshot.damaged', words.snapshots.notKept, { status: 409 })
    } finally {
      release()
    }
  }

  /** Makes the day's copy where something changed; checks a copy that was not checked yet. */
  const look = async (now = Date.now()): Promise<void> => {
    const unchecked = snapshots(dataDir).find(({ kind, isSound }) => kind !== 'damaged' && isSound === undefined)
    if (unchecked) await thread.checkCopy(unchecked.name)
    const isDue = !damage.isKnown && isCopyDue(dataDir, now)
    dueSince = isDue ? (dueSince ?? now) : undefined
    if (dueSince === undefined) return
    if (now - dueSince < patience && (await isReading())) return
    try {
      await copy('daily')
      condition.settle('snapshots.failed')
    } catch (error) {
      if (error instanceof AppError && error.code === 'snapshot.busy') return
      log.warn({ err: error }, "the day's copy of the database was not made")
      const message = words.snapshots.failed(error instanceof AppError ? error.message : words.snapshots.seeLog)
      if (!damage.isKnown) condition.raise({ code: 'snapshots.failed', message, action: 'review' })
    }
  }

  const background = (what: string, work: () => Promise<unknown>) => () =>
    void work().catch((error: unknown) => log.warn({ err: error }, what))

  /** Ends this server to be started again, and leaves behind what is to be done in between. */
  const mend = (mending: Mending, size: number, reason: string): void => {
    diskSpace(dataDir).check(size)
    if (isShared(dataDir)) {
      fail('data.in-use', words.database.shared, { status: 409 })
    }
    requestMending(dataDir, mending)
    log.warn(mending, reason)
    restart?.(reason)
  }

  return {
    check,
    look,

    start(): void {
      const mended = readMended(dataDir)
      if (mended) condition.raise({ ...wordsForMended(mended), onDismissed: () => forgetMended(dataDir) })
      if (wasUnclean) {
        timers.push(setTimeout(background('the database could not be checked', check), untilCheck).unref())
      }
      const regular = background('the copies of the database could not be looked at', look)
      const begin = () => {
        regular()
        timers.push(setInterval(regular, pause).unref())
      }
      timers.push(setTimeout(begin, untilCopy).unref())
    },

    /** Makes a copy of the database now; gives back its name. @throws AppError `storage.full`, `snapshot.damaged` */
    makeCopy: (): Promise<string> => copy('manual'),

    /** @throws AppError `snapshot.unknown` (404) */
    removeCopy: (name: string): void => removeSnapshot(findSnapshot(dataDir, name)),

    /** Repairs the database: AIOS starts again, and does so before it opens it. @throws AppError `data.in-use` (409), `storage.full` (507) */
    repair: (): void => mend({ action: 'repair' }, statSync(join(dataDir, 'aios.db')).size, words.database.willRepair),

    /** Goes back to a copy in the same way. @throws AppError `snapshot.unknown` (404), `snapshot.damaged`, `data.in-use` (409), `storage.full` (507) */
    async restore(name: string): Promise<void> {
      const { size } = findSnapshot(dataDir, name)
      if (!(await thread.checkCopy(name))) {
        fail('snapshot.damaged', words.snapshots.damaged, { status: 409 })
      }
      mend({ action: 'restore', name }, size, words.database.willRestore)
    },

    async close(): Promise<void> {
      for (const timer of timers) clearTimeout(timer)
      await thread.close()
    },
  }
}
