import type { ProblemAction } from '../contract/condition.ts'
import type { Mended } from '../storage/mending.ts'
import type { RepairReport } from '../storage/repair.ts'

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

/** The offer itself comes from what holds the database against the originals beside it. */
const recoverable = 'Documents added since then can be recovered from their original files.'

const ofRepair = (report: RepairReport): Words => {
  const { how, from, keptAs, documents, tasks, requeued, damaged } = report
  const kept = keptAs ? ' The damaged file is kept in the snapshots folder.' : ''
  const state = keptAs ? 'was damaged and could not be read' : 'was missing'
  if (how === 'restored') {
    const message = `The database ${state}. AIOS went back to the copy of ${dateOf(from ?? '')}. ${recoverable}${kept}`
    return { code: 'database.restored', message, action: 'review' }
  }
  if (how === 'new') {
    const message = `The database ${state}, and there was no copy to go back to, so AIOS made a new one. Your documents can be recovered from their original files.${kept}`
    return { code: 'database.restored', message, action: 'review' }
  }
  if (damaged.length === 0) {
    const message = `The database was repaired and its search index rebuilt. Nothing was lost.${kept}`
    return { code: 'database.repaired', message, action: 'none' }
  }
  const reading = requeued > 0 ? ` ${count(requeued, 'document')} will be read again.` : ''
  const filled = from ? ` What could not be read was taken from the copy of ${dateOf(from)}, where it was in it.` : ''
  const message = `The database was repaired: it has ${count(documents, 'document')} and ${count(tasks, 'task')}.${reading}${filled}${kept}`
  return { code: 'database.repaired', message, action: 'none' }
}

/** What is said of a repair or a restore once it is over. */
export const wordsForMended = (mended: Mended): Words => {
  if ('failure' in mended) {
    const what = mended.action === 'repair' ? 'The database could not be repaired' : 'The copy could not be restored'
    return { code: 'database.unmended', message: `${what}. ${mended.failure}`, action: 'review' }
  }
  if (mended.action === 'repair') return ofRepair(mended.report)
  const message = `AIOS went back to the copy of ${dateOf(mended.from)}. What was there before is kept as a copy, too; restore that to undo it.`
  return { code: 'database.restored', message, action: 'none' }
}
