import type { ProblemAction } from '../../shared/contract/condition.ts'
import type { Mended } from '../../storage/database/mending.ts'
import type { RepairReport } from '../../storage/database/repair-report.ts'

type Words = { code: string; message: string; action: ProblemAction }

const count = (n: number, noun: string) => `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`

const formatted = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
})

/** "28 Nov, 09:14", from the name of a copy. */
const dateOf = (name: string): string => {
  const time = /(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)/.exec(name)
  return time ? formatted.format(new Date(`${time[1]}T${time[2]}:${time[3]}Z`)) : name
}

/** The offer to recover documents comes from what holds the database against the originals, and goes once it was taken. */
const ofRepair = (report: RepairReport): Words => {
  const { how, was, from, keptAs, documents, tasks, requeued, damaged } = report
  const file = was === 'foreign' ? 'That' : 'The damaged'
  const kept = keptAs ? ` ${file} file is kept under Settings › Storage.` : ''
  const state = {
    damaged: 'was damaged and could not be read',
    missing: 'was missing',
    foreign: 'was another program’s',
  }
  if (how !== 'copied') {
    const what = `The database file ${state[was ?? 'damaged']}`
    const message =
      how === 'restored'
        ? `${what}, so the copy of ${dateOf(from ?? '')} was restored. Tasks, answers and settings added since then are lost.${kept}`
        : `${what}, and there was no copy to restore, so AIOS started with a new one. Earlier tasks, answers and settings are lost.${kept}`
    return { code: 'database.restored', message, action: 'none' }
  }
  if (damaged.length === 0) {
    const message = `The database was repaired and its search index rebuilt. Everything in it could be read.${kept}`
    return { code: 'database.repaired', message, action: 'none' }
  }
  const reading = requeued > 0 ? ` ${count(requeued, 'document')} will be read again.` : ''
  const filled = from ? ` Missing parts were filled in from the copy of ${dateOf(from)} where possible.` : ''
  const message = `The database was repaired, but parts of it could not be read. It now has ${count(documents, 'document')} and ${count(tasks, 'task')}.${reading}${filled}${kept}`
  return { code: 'database.repaired', message, action: 'none' }
}

/** What is said of a repair or a restore once it is over. */
export const wordsForMended = (mended: Mended): Words => {
  if ('failure' in mended) {
    const what = mended.action === 'repair' ? 'The database could not be repaired' : 'The copy could not be restored'
    return { code: 'database.unmended', message: `${what}. ${mended.failure}`, action: 'review' }
  }
  if (mended.action === 'repair') return ofRepair(mended.report)
  const undo = mended.keptAs
    ? ' The database from before is kept as a copy too. To undo this, restore that copy in Settings › Storage.'
    : ''
  const message = `The copy of ${dateOf(mended.from)} was restored.${undo}`
  return { code: 'database.restored', message, action: 'none' }
}
