import * as words from '../../base/words/index.ts'
import type { ProblemAction } from '../../shared/contract/condition.ts'
import type { Mended } from '../../storage/database/mending.ts'
import type { RepairReport } from '../../storage/database/repair-report.ts'

type Words = { code: string; message: string; action: ProblemAction }

/** "28 Nov, 09:14", from the name of a copy. */
const dateOf = (name: string): string => {
  const time = /(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)/.exec(name)
  if (!time) return name
  const format = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const
  return new Date(`${time[1]}T${time[2]}:${time[3]}Z`).toLocaleString('en-GB', format)
}

/** The offer to recover documents comes from what holds the database against the originals, and goes once it was taken. */
const ofRepair = (report: RepairReport): Words => {
  const { how, was, from, keptAs, documents, tasks, requeued, damaged } = report
  const isKept = keptAs !== undefined
  if (how !== 'copied') {
    const state = was ?? 'damaged'
    const message =
      how === 'restored' ? words.mended.fromCopy(state, dateOf(from ?? ''), isKept) : words.mended.fresh(state, isKept)
    return { code: 'database.restored', message, action: 'none' }
  }
  const message =
    damaged.length === 0
      ? words.mended.complete(isKept)
      : words.mended.partial(documents, tasks, requeued, from && dateOf(from), isKept)
  return { code: 'database.repaired', message, action: 'none' }
}

/** What is said of a repair or a restore once it is over. */
export const wordsForMended = (mended: Mended): Words => {
  if ('failure' in mended) {
    const { repairFailed, restoreFailed } = words.mended
    const message = (mended.action === 'repair' ? repairFailed : restoreFailed)(mended.failure)
    return { code: 'database.unmended', message, action: 'review' }
  }
  if (mended.action === 'repair') return ofRepair(mended.report)
  const message = words.mended.restored(dateOf(mended.from), mended.keptAs !== undefined)
  return { code: 'database.restored', message, action: 'none' }
}
