import type { Logger } from '../../base/log.ts'
import * as words from '../../base/words/index.ts'
import { isDamage } from '../../storage/database/corruption.ts'
import type { ConditionService } from './condition.ts'

type Parts = { condition: ConditionService; log: Logger }

/** Says that the database is damaged, wherever that shows: in a request, in the background, in a thread, or by a check. */
export const corruptionWatch = ({ condition, log }: Parts) => {
  let isKnown = false
  const raise = () => {
    isKnown = true
    condition.raise({ code: 'database.damaged', message: words.database.damaged, action: 'repair' })
  }
  return {
    get isKnown(): boolean {
      return isKnown
    },
    /** Looks at an error that may come of damage. */
    met(error: unknown): void {
      if (isKnown || !isDamage(error)) return
      log.error({ err: error }, 'the database is damaged')
      raise()
    },
    /** What a check found, in SQLite's words. */
    found(faults: readonly string[]): void {
      log.error({ faults }, 'a check found the database damaged')
      raise()
    },
  }
}
export type CorruptionWatch = ReturnType<typeof corruptionWatch>
