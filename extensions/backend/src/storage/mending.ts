import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../errors.ts'
import { isDamage } from './damage.ts'
import { openDatabase } from './database.ts'
import { type RepairOptions, type RepairReport, repairAlone } from './repair.ts'
import { putBack, restoreAlone } from './restore.ts'
import { candidates, snapshotFolder } from './snapshots.ts'

/** What is to be done to the database while nobody has it open. */
export type Mending = { action: 'repair' } | { action: 'restore'; name: string }

/** What came of it, until somebody has read it. */
export type Mended =
  | { action: 'repair'; report: RepairReport }
  | { action: 'restore'; from: string; keptAs: string }
  | { action: 'repair' | 'restore'; failure: string }

/** Times that it is begun before it is given up: what ends the program whenever it is tried would end it for ever. */
const mostTries = 2

const requestFile = (dataDir: string) => join(snapshotFolder(dataDir), 'request.json')
const outcomeFile = (dataDir: string) => join(snapshotFolder(dataDir), 'outcome.json')

const read = <T>(path: string): T | undefined => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T
  } catch {
    return undefined // none, or one that a crash cut short, which asks for nothing
  }
}

const write = (path: string, value: unknown) => {
  mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 })
  writeFileSync(`${path}.part`, `${JSON.stringify(value)}\n`, { mode: 0o600, flush: true })
  renameSync(`${path}.part`, path)
}

/** Asks for it to be done at the next start. */
export const requestMending = (dataDir: string, mending: Mending): void =>
  write(requestFile(dataDir), { ...mending, tries: 0 })

/** What came of the last one, as long as nobody has said that it was read. */
export const readMended = (dataDir: string): Mended | undefined => read(outcomeFile(dataDir))
export const forgetMended = (dataDir: string): void => rmSync(outcomeFile(dataDir), { force: true })

const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0

/** The database is gone though there are copies of it, or its log is still there. */
export const isLost = (dataDir: string) => {
  const path = join(dataDir, 'aios.db')
  return sizeOf(path) === 0 && (sizeOf(`${path}-wal`) > 0 || candidates(dataDir).length > 0)
}

const end = (dataDir: string, outcome: Mended) => {
  write(outcomeFile(dataDir), outcome)
  rmSync(requestFile(dataDir), { force: true })
}

/** Gives up what was asked for, as far as the database can be opened without it. */
export const giveUpMending = (dataDir: string, { action }: Mending, failure: string): void =>
  end(dataDir, { action, failure })

/** What is to be done before the database is opened, if anything. */
export const dueMending = (dataDir: string): Mending | undefined => {
  const request = read<Mending>(requestFile(dataDir))
  if (request?.action === 'restore') return { action: 'restore', name: request.name }
  return request || isLost(dataDir) ? { action: 'repair' } : undefined
}

/**
 * Does it, for who is alone with the data, and notes what came of it.
 * @throws when it failed for what trying again may help (a full disk); what is asked for stays asked for
 */
export const mendAlone = async (dataDir: string, mending: Mending, options: RepairOptions = {}): Promise<void> => {
  const { tries = 0 } = read<{ tries?: number }>(requestFile(dataDir)) ?? {}
  write(requestFile(dataDir), { ...mending, tries: tries + 1 })
  const done = (outcome: Mended) => end(dataDir, outcome)
  if (mending.action === 'restore') {
    if (tries >= mostTries) return done({ action: 'restore', failure: 'It ended the program whenever it was tried.' })
    try {
      return done({ action: 'restore', ...restoreAlone(dataDir, mending.name) })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return done({ action: 'restore', failure: error.message })
    }
  }
  if (tries < mostTries) return done({ action: 'repair', report: await repairAlone(dataDir, options) })
  if (await opens(dataDir)) return done({ action: 'repair', failure: 'It ended the program whenever it was tried.' })
  done({ action: 'repair', report: await putBack(dataDir) })
}

const opens = async (dataDir: string): Promise<boolean> => {
  if (!existsSync(join(dataDir, 'aios.db'))) return false
  try {
    const db = await openDatabase(dataDir)
    db.close()
    return true
  } catch (error) {
    if (isDamage(error)) return false
    throw error
  }
}
