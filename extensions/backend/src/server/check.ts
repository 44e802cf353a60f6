import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { dataDirectory } from '../base/data-dir.ts'
import type { Logger } from '../base/log.ts'
import { originalService } from '../services/library/originals.ts'
import { checkData, type DataReport, type FaultyOriginal } from '../services/system/data-check.ts'
import type { Database } from '../storage/database/database.ts'
import { quickCheck } from '../storage/database/quick-check.ts'
import { repairDatabase } from '../storage/database/repair.ts'
import { checksums } from '../storage/originals/checksums.ts'
import { openedCopies } from '../storage/originals/opened-copies.ts'
import { openStores } from './stores.ts'

/** Milliseconds between two words of how far it is, to a terminal. */
const progressPause = 500

/** The role `check`: looks through the data folder and says what it finds; gives back the exit code. */
export const check = async (args: string[], log: Logger): Promise<number> => {
  let options: { repair?: boolean | undefined; json?: boolean | undefined }
  try {
    options = parseArgs({ args, options: { repair: { type: 'boolean' }, json: { type: 'boolean' } } }).values
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\nUsage: aios-backend check [--repair] [--json]\n`)
    return 2
  }
  const { repair = false, json = false } = options
  const dataDir = dataDirectory()
  const database = join(dataDir, 'aios.db')
  const repaired = repair && existsSync(database) && quickCheck(database).length > 0 && (await repairDatabase(dataDir))
  if (repaired) {
    const kept = repaired.keptAs ? ` The damaged file is kept as ${repaired.keptAs}.` : ''
    process.stderr.write(`The database was repaired.${kept}\n`)
  }
  const report = await checkData({
    dataDir,
    onProgress: progress(),
    ...(repair && { mending: (db: Database) => mending(db, dataDir, log) }),
  })
  process.stdout.write(json ? `${JSON.stringify(report, undefined, 2)}\n` : inWords(report, repair))
  const isIncomplete = Boolean(repaired) && report.originals.unknown > 0
  if (isIncomplete) {
    const files = report.originals.unknown.toLocaleString('en')
    process.stderr.write(
      `${files} original files belong to documents that could not be read. Start AIOS and choose Recover.\n`,
    )
  }
  return report.database.status === 'sound' && report.originals.faulty.length === 0 && !isIncomplete ? 0 : 1
}

/** Looks for originals elsewhere on this computer, and puts them in their places. */
const mending = (db: Database, dataDir: string, log: Logger) => {
  const sums = checksums()
  const stores = openStores({ db, dataDir, afterCrash: false, sums })
  const copies = openedCopies({ dataDir, sums, log, isThere: () => true })
  const originals = originalService({ ...stores, copies, sums })
  return async (sha256: string) => (await originals.examine(sha256, { isFresh: true })) === 'whole'
}

const progress = () => {
  let told = performance.now()
  return (checked: number) => {
    if (!process.stderr.isTTY || performance.now() - told < progressPause) return
    told = performance.now()
    process.stderr.write(`\r${checked.toLocaleString('en')} originals checked\r`)
  }
}

/** Database faults that are shown: the first says as much as the hundredth. */
const mostFaults = 5

const databaseWords: Record<DataReport['database']['status'], string> = {
  sound: 'sound',
  damaged: 'damaged',
  missing: 'missing',
  foreign: 'the file aios.db was made by another program',
  other: 'sound, but written by another version of AIOS; start that version once, then check again',
}

const inWords = (report: DataReport, isRepairing: boolean): string => {
  const { dataDir, database, originals } = report
  const { checked, bytes, repaired, faulty } = originals
  const lines = [
    `Data folder  ${dataDir}`,
    `Database     ${databaseWords[database.status]}`,
    ...database.faults.slice(0, mostFaults).map((fault) => `             ${fault}`),
    `Originals    ${checked.toLocaleString('en')} checked (${megabytes(bytes)}), ${faulty.length} damaged or missing`,
    ...repaired.map((each) => lineOf('repaired', each)),
    ...faulty.map((each) => lineOf(each.fault, each)),
  ]
  return `${[...lines, ...advice(report, isRepairing).map((line) => `\n${line}`)].join('\n')}\n`
}

const lineOf = (what: string, { path, holders }: FaultyOriginal) => {
  const names = holders.map(({ name, workspace }) => `${name} (${workspace})`).join(', ')
  return `  ${what.padEnd(10)} ${names || path}${names && `\n             ${path}`}`
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toLocaleString('en', { maximumFractionDigits: 1 })} MB`

const advice = ({ database, originals }: DataReport, isRepairing: boolean): string[] => {
  const { faulty } = originals
  const lines: string[] = []
  if (database.status === 'damaged')
    lines.push(
      'The database is damaged. Choose Repair in Settings › Storage, or close AIOS and run this again with --repair.',
    )
  if (database.status === 'foreign')
    lines.push('Start AIOS: it sets that file aside and goes back to a copy of its database, or makes a new one.')
  if (database.status === 'missing')
    lines.push('There is no database here. Check AIOS_DATA_DIR, or go back to a copy of it with aios-backend restore.')
  if (faulty.length > 0 && !isRepairing && database.status === 'sound')
    lines.push('Run this again with --repair to look for these files in followed folders, or add them again in AIOS.')
  if (faulty.length > 0 && isRepairing)
    lines.push('What is left was found nowhere on this computer. Add those files again in AIOS.')
  return lines
}
