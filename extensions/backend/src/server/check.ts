import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { dataDirectory } from '../base/data-dir.ts'
import type { Logger } from '../base/log.ts'
import * as words from '../base/words/index.ts'
import { checkData, type DataReport, type FaultyOriginal } from '../storage/database/data-check.ts'
import { quickCheck } from '../storage/database/quick-check.ts'
import { repairDatabase } from '../storage/database/repair.ts'

/** Milliseconds between two words of how far it is, to a terminal. */
const progressPause = 500

/** The role `check`: looks through the data folder and says what it finds; gives back the exit code. */
export const check = async (args: string[], log: Logger): Promise<number> => {
  let options: { repair?: boolean | undefined; json?: boolean | undefined }
  try {
    options = parseArgs({ args, options: { repair: { type: 'boolean' }, json: { type: 'boolean' } } }).values
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${words.check.usage}\n`)
    return 2
  }
  const { repair = false, json = false } = options
  const dataDir = dataDirectory()
  const database = join(dataDir, 'aios.db')
  const repaired = repair && existsSync(database) && quickCheck(database).length > 0 && (await repairDatabase(dataDir))
  if (repaired) process.stderr.write(`${words.check.repaired(repaired.keptAs)}\n`)
  const report = await checkData({ dataDir, isMending: repair, log, onProgress: progress() })
  process.stdout.write(json ? `${JSON.stringify(report, undefined, 2)}\n` : inWords(report, repair))
  const isIncomplete = Boolean(repaired) && report.originals.unknown > 0
  if (isIncomplete) process.stderr.write(`${words.check.unnamed(report.originals.unknown)}\n`)
  return report.database.status === 'sound' && report.originals.faulty.length === 0 && !isIncomplete ? 0 : 1
}

const progress = () => {
  let told = performance.now()
  return (checked: number) => {
    if (!process.stderr.isTTY || performance.now() - told < progressPause) return
    told = performance.now()
    process.stderr.write(`\r${words.check.progress(checked)}\r`)
  }
}

/** Database faults that are shown: the first says as much as the hundredth. */
const maxFaults = 5

/** Characters before what a label is of. */
const column = 13

const inWords = (report: DataReport, isRepairing: boolean): string => {
  const { dataDir, database, originals } = report
  const { checked, bytes, repaired, faulty } = originals
  const { labels, faults } = words.check
  const lines = [
    `${labels.folder.padEnd(column)}${dataDir}`,
    `${labels.database.padEnd(column)}${words.check.database[database.status]}`,
    ...database.faults.slice(0, maxFaults).map((fault) => `${' '.repeat(column)}${fault}`),
    `${labels.originals.padEnd(column)}${words.check.originals(checked, megabytes(bytes), faulty.length)}`,
    ...repaired.map((each) => lineOf(faults.repaired, each)),
    ...faulty.map((each) => lineOf(faults[each.fault], each)),
  ]
  return `${[...lines, ...advice(report, isRepairing).map((line) => `\n${line}`)].join('\n')}\n`
}

const lineOf = (what: string, { path, holders }: FaultyOriginal) => {
  const names = holders.map(({ name, workspace }) => `${name} (${workspace})`).join(', ')
  return `  ${what.padEnd(10)} ${names || path}${names && `\n${' '.repeat(column)}${path}`}`
}

const megabytes = (bytes: number) => (bytes / 1e6).toLocaleString('en', { maximumFractionDigits: 1 })

const advice = ({ database, originals }: DataReport, isRepairing: boolean): string[] => {
  const { faulty } = originals
  const texts = words.check.advice
  const lines: string[] = []
  if (database.status === 'damaged') lines.push(texts.damaged)
  if (database.status === 'foreign') lines.push(texts.foreign)
  if (database.status === 'missing') lines.push(texts.missing)
  if (faulty.length > 0 && !isRepairing && database.status === 'sound') lines.push(texts.repair)
  if (faulty.length > 0 && isRepairing) lines.push(texts.addAgain)
  return lines
}
