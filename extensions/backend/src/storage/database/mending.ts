import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RepairReport } from './repair-report.ts'
import { candidates, snapshotFolder } from './snapshots.ts'

/** What is to be done to the database while nobody has it open. */
export type Mending = { action: 'repair' } | { action: 'restore'; name: string }

/** What came of it, until somebody has read it. */
export type Mended =
  | { action: 'repair'; report: RepairReport }
  | { action: 'restore'; from: string; keptAs?: string }
  | { action: 'repair' | 'restore'; failure: string }

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

/** Notes what came of it. */
export const endMending = (dataDir: string, outcome: Mended): void => {
  write(outcomeFile(dataDir), outcome)
  rmSync(requestFile(dataDir), { force: true })
}

/** Gives up what was asked for, as far as the database can be opened without it. */
export const giveUpMending = (dataDir: string, { action }: Mending, failure: string): void => {
  rmSync(requestFile(dataDir), { force: true }) // first: on a full disk nobody can be told
  write(outcomeFile(dataDir), { action, failure })
}

/** Notes that it is begun once more; gives back how often it was before, without coming to an end. */
export const beginMending = (dataDir: string, mending: Mending): number => {
  const { tries = 0 } = read<{ tries?: number }>(requestFile(dataDir)) ?? {}
  write(requestFile(dataDir), { ...mending, tries: tries + 1 })
  return tries
}

/** What is to be done before the database is opened, if anything. */
export const dueMending = (dataDir: string): Mending | undefined => {
  const request = read<Mending>(requestFile(dataDir))
  if (request?.action === 'restore') return { action: 'restore', name: request.name }
  return request || isLost(dataDir) ? { action: 'repair' } : undefined
}
