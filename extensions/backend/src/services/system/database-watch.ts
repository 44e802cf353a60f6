import { setTimeout as delay } from 'node:timers/promises'
import { background } from '../../base/background.ts'
import { AppError } from '../../base/errors.ts'
import type { Logger } from '../../base/log.ts'
import * as words from '../../base/words/index.ts'
import type { DatabaseFile, Loss } from '../../storage/database/database-file.ts'
import { noteKnown, rescued } from '../../storage/database/snapshots.ts'
import type { ConditionService } from './condition.ts'

type Parts = {
  file: DatabaseFile
  /** Looks whether a copy is sound; not on this thread. */
  prove: (path: string) => Promise<unknown>
  condition: ConditionService
  log: Logger
}

/** Milliseconds between two looks, and between two tries to save what there is. */
const lookPause = 500
const tryPause = 2000

/** Sees that nobody deletes or replaces the database under the running server, and saves what it has where somebody did. */
export const databaseWatch = ({ file, prove, condition, log }: Parts) => {
  const listeners = new Set<(why: string) => void>()
  let timer: NodeJS.Timeout | undefined
  let lost: Loss | undefined

  const look = (): Loss | undefined => {
    if (lost) return lost
    lost = file.loss()
    if (!lost) return undefined
    const why = words.database.lost[lost]
    log.error({ loss: lost }, 'the database is no longer where it was opened')
    condition.raise({
      code: 'database.gone',
      message: words.database.rescuing(why),
      action: 'review',
    })
    for (const listener of listeners) listener(why)
    return lost
  }
  const watch = background('the database file could not be looked at', log, () => void look())

  /** Tries until it is done: the process holds the only copy. */
  const rescue = async (): Promise<void> => {
    for (;;) {
      try {
        const { outcome, path } = await file.rescue(prove)
        return log.warn({ outcome, path }, 'the lost database was saved')
      } catch (error) {
        log.error({ err: error }, 'the lost database could not be saved yet')
        await delay(tryPause)
      }
    }
  }

  return {
    /** Whether it is lost, looked at now: what fails then, fails for that. */
    isLost: () => look() !== undefined,

    /** @throws AppError `database.gone` (503): what is written now would go with a file that nobody finds again */
    check(): void {
      const loss = look()
      if (!loss) return
      throw new AppError('database.gone', words.database.notStored(words.database.lost[loss]), { status: 503 })
    },

    /** Told once when the database is lost. */
    whenLost: (listener: (why: string) => void) => void listeners.add(listener),

    start(): void {
      timer = setInterval(watch.run, lookPause).unref()
    },
    /** Ends, once a database that was lost is saved; nothing may be written meanwhile. False where there was no need. */
    async close(): Promise<boolean> {
      const isWatching = timer !== undefined // whoever takes up no work leaves this to who does
      clearInterval(timer)
      watch.stop()
      if (!isWatching || !look()) return false
      await rescue()
      return true
    },
  }
}

/** Milliseconds for which it is said that a database was replaced. */
const told = 7 * 24 * 3600_000

/** Says at a start that the database before this one was replaced while it was in use, and where it is. */
export const tellOfRescued = ({ dataDir, condition }: { dataDir: string; condition: ConditionService }): void => {
  const name = rescued(dataDir, told).at(-1)
  if (name === undefined) return
  const message = words.database.replaced(name)
  const onDismissed = () => noteKnown(dataDir)
  condition.raise({ code: 'database.replaced', message, action: 'review', onDismissed })
}
