import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { backup, type DatabaseSync } from 'node:sqlite'
import { isProcessGone, processName } from '../../base/lease.ts'
import type { SnapshotKind } from '../../shared/contract/storage.ts'
import { diskSpace } from './disk-space.ts'
import { copyAt } from './quick-check.ts'

/** A copy of the database; `isSound` is what its last check found, where there was one. */
export type Snapshot = {
  name: string
  path: string
  kind: SnapshotKind
  size: number
  /** Milliseconds. */
  madeAt: number
  isSound?: boolean
}

/** What a copy's name begins with. */
const prefixes: Record<SnapshotKind, string> = {
  migration: 'aios',
  daily: 'daily',
  monthly: 'monthly',
  manual: 'manual',
  'before-restore': 'before-restore',
  damaged: 'damaged',
  rescued: 'rescued',
}
const kinds = Object.keys(prefixes) as SnapshotKind[]

export const snapshotFolder = (dataDir: string): string => join(dataDir, 'snapshots')

/** The name of a copy that is made now. */
export const snapshotName = (kind: SnapshotKind, now = new Date()): string =>
  `${prefixes[kind]}-${now.toISOString().replaceAll(':', '-')}.db`

const namePattern = /^([a-z-]+?)-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d\.\d{3}Z)(?:-\d+)?\.db$/

const kindAndTime = (name: string): { kind: SnapshotKind; madeAt: number } | undefined => {
  const [, prefix, day, hour, minute, rest] = namePattern.exec(name) ?? []
  const kind = kinds.find((each) => prefixes[each] === prefix)
  const madeAt = Date.parse(`${day}T${hour}:${minute}:${rest}`)
  return kind && !Number.isNaN(madeAt) ? { kind, madeAt } : undefined
}

/** What checks found, by name; a copy is never written again, so that it holds. */
type Checks = Record<string, boolean>

const checksOf = (dataDir: string): Checks => {
  try {
    return JSON.parse(readFileSync(join(snapshotFolder(dataDir), 'checks.json'), 'utf8')) as Checks
  } catch {
    return {} // without it, they are checked again
  }
}

/** Notes what a check of a copy found. */
export const noteCheck = (dataDir: string, name: string, isSound: boolean): void => {
  const present = new Set(snapshots(dataDir).map((each) => each.name))
  const kept = Object.entries({ ...checksOf(dataDir), [name]: isSound }).filter(([each]) => present.has(each))
  const path = join(snapshotFolder(dataDir), 'checks.json')
  writeFileSync(`${path}.part`, `${JSON.stringify(Object.fromEntries(kept))}\n`, { mode: 0o600 })
  renameSync(`${path}.part`, path)
}

/** What a database is called that was saved when its file was replaced under the running server. It is not counted, nor removed. */
export const rescuedName = (stamp: string) => `rescued-${stamp}.db`

/** The ones that were saved so in the last so many milliseconds, but for those that somebody knows of. */
export const rescued = (dataDir: string, within: number): string[] =>
  snapshots(dataDir)
    .filter(({ kind, madeAt }) => kind === 'rescued' && Date.now() - madeAt < within)
    .filter(({ path }) => !existsSync(path + known))
    .map(({ name }) => name)

const known = '.known'

/** Notes that somebody knows of the ones that were saved so. */
export const noteKnown = (dataDir: string): void => {
  for (const { kind, path } of snapshots(dataDir))
    if (kind === 'rescued') writeFileSync(path + known, '', { mode: 0o600 })
}

/** The copies of the database that are there, the oldest first. */
export const snapshots = (dataDir: string): Snapshot[] => {
  const folder = snapshotFolder(dataDir)
  if (!existsSync(folder)) return []
  const checks = checksOf(dataDir)
  return readdirSync(folder)
    .flatMap((name) => {
      const known = kindAndTime(name)
      const path = join(folder, name)
      const facts = known && statSync(path, { throwIfNoEntry: false }) // another instance may have let go of it
      if (!known || !facts?.isFile()) return []
      const isSound = checks[name]
      return [{ name, path, ...known, size: facts.size, ...(isSound !== undefined && { isSound }) }]
    })
    .sort((a, b) => a.madeAt - b.madeAt)
}

/** The copies that AIOS could go back to, the newest first: those that were set aside for damage are none. */
export const candidates = (dataDir: string): Snapshot[] =>
  snapshots(dataDir)
    .filter(({ kind, isSound }) => kind !== 'damaged' && isSound !== false)
    .reverse()

export const removeSnapshot = ({ path }: Pick<Snapshot, 'path'>): void => {
  for (const suffix of ['', '-wal', '-shm', known]) rmSync(`${path}${suffix}`, { force: true })
}

/**
 * Copies the database as it is at this moment to `snapshots/` and gives back the copy's path; a full disk leaves no half one.
 * `check` says what is wrong with it before it gets its name: then there is none.
 * @throws AppError `storage.full` (507) when the disk has no room for it
 */
export const snapshot = async (
  db: DatabaseSync,
  dataDir: string,
  { kind = 'migration', check }: { kind?: SnapshotKind; check?: (path: URL) => readonly string[] } = {},
): Promise<string> => {
  diskSpace(dataDir).check(statSync(join(dataDir, 'aios.db')).size)
  const folder = snapshotFolder(dataDir)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const name = snapshotName(kind)
  const path = join(folder, name)
  const part = `${path}.part`
  try {
    // In one step: page by page, each commit of another connection would make it begin again.
    await backup(db, part, { rate: 2 ** 31 - 1 })
    const faults = check?.(copyAt(part))
    if (faults && faults.length > 0) throw new UnsoundCopy(faults)
    renameSync(part, path)
    if (faults) noteCheck(dataDir, name, true)
  } finally {
    removeSnapshot({ path: part })
  }
  prune(dataDir)
  return path
}

/** A copy was not kept, as it was found damaged. */
export class UnsoundCopy extends Error {
  readonly faults: readonly string[]
  constructor(faults: readonly string[]) {
    super(`The copy is damaged: ${faults[0]}`)
    this.faults = faults
  }
}

/**
 * Is the day's copy to be made? When none was made today (in local time) and the database was written since the last one.
 */
export const isCopyDue = (dataDir: string, now = Date.now()): boolean => {
  const last = snapshots(dataDir).findLast(({ kind }) => kind !== 'damaged' && kind !== 'rescued')
  if (!last) return true
  const dayOf = (time: number) => new Date(time).toDateString()
  const written = ['aios.db', 'aios.db-wal'].map(
    (name) => statSync(join(dataDir, name), { throwIfNoEntry: false })?.mtimeMs ?? 0,
  )
  return dayOf(last.madeAt) !== dayOf(now) && Math.max(...written) > last.madeAt
}

/** Milliseconds after which nobody believes that a copy is still being made. */
const longestCopy = 3600_000

/** So that no two instances make a copy at once: gives back how to let go, or nothing where another makes one. */
export const claimCopying = (dataDir: string): (() => void) | undefined => {
  const path = join(snapshotFolder(dataDir), 'copying')
  mkdirSync(snapshotFolder(dataDir), { recursive: true, mode: 0o700 })
  const facts = statSync(path, { throwIfNoEntry: false })
  if (facts && (isProcessGone(readFileSync(path, 'utf8')) || Date.now() - facts.mtimeMs > longestCopy)) rmSync(path)
  try {
    writeFileSync(path, processName, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined
    rmSync(path, { force: true }) // a full disk leaves an empty file, which nobody would let go of
    throw error
  }
  return () => rmSync(path, { force: true })
}

/** How many of each kind stay; those of damaged databases are for people to remove. */
const kept: Partial<Record<SnapshotKind, number>> = {
  migration: 3,
  daily: 7,
  monthly: 12,
  manual: 7,
  'before-restore': 3,
}

const gigabyte = 1e9

/** Bytes that copies may take: what is oldest goes before that is passed, but never the last one. */
export const snapshotBudget = (dataDir: string): number =>
  Math.max(gigabyte, 2 * (statSync(join(dataDir, 'aios.db'), { throwIfNoEntry: false })?.size ?? 0))

/** Lets go of copies: a daily one stays as its month's, the others by number, all by size. */
export const prune = (dataDir: string): void => {
  keepMonths(dataDir)
  const over = (Object.entries(kept) as [SnapshotKind, number][]).flatMap(([kind, most]) =>
    snapshots(dataDir)
      .filter((each) => each.kind === kind)
      .slice(0, -most),
  )
  for (const each of over) removeSnapshot(each)
  const left = snapshots(dataDir).filter(({ kind }) => kept[kind] !== undefined)
  let bytes = left.reduce((sum, { size }) => sum + size, 0)
  const budget = snapshotBudget(dataDir)
  for (const each of left.slice(0, -1)) {
    if (bytes <= budget) return
    removeSnapshot(each)
    bytes -= each.size
  }
}

const keepMonths = (dataDir: string) => {
  const all = snapshots(dataDir)
  const monthOf = ({ name }: Snapshot) => /\d{4}-\d\d/.exec(name)?.[0]
  const months = new Set(all.filter(({ kind }) => kind === 'monthly').map(monthOf))
  const leaving = all.filter(({ kind }) => kind === 'daily').slice(0, -(kept.daily ?? 0))
  for (const each of leaving) {
    const month = monthOf(each)
    if (months.has(month)) continue
    months.add(month)
    const name = each.name.replace(prefixes.daily, prefixes.monthly)
    renameSync(each.path, join(snapshotFolder(dataDir), name))
    if (each.isSound !== undefined) noteCheck(dataDir, name, each.isSound)
  }
}
