import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, uptime } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '../../base/errors.ts'
import { isProcessGone, processName } from '../../base/lease.ts'
import { isFull } from '../../base/store-failures.ts'
import * as words from '../../base/words/index.ts'

/**
 * Who has this data folder open: a note of each process in `instances/`, which it takes away when it closes the data as it
 * should. What stands there of a process that is gone tells that it ended otherwise.
 */
const folderOf = (dataDir: string) => join(dataDir, 'instances')
const alone = 'alone'

/** Milliseconds between two signs of life, and after which nobody believes in one of another host any more, or of this one. */
const beat = 30_000
const silence = { elsewhere: 150_000, here: 3600_000 }

/** Milliseconds that an instance waits for another that works on the data alone. */
const patience = 60_000
const pause = 50

export type Instance = {
  /** Whether a process before this one ended without closing the data. */
  wasUnclean: boolean
  /** Takes the note away, once the data is closed. */
  leave(): void
}

/** Has that process ended? Its number may be another's since this machine was started, and of other hosts only time tells. */
const isGone = (owner: string, path: string): boolean => {
  if (owner === processName) return false
  if (isProcessGone(owner)) return true
  const isHere = owner.startsWith(`${hostname()}:`)
  if (isHere && Number(owner.split(':').at(-1)) < Date.now() - uptime() * 1000) return true
  const facts = statSync(path, { throwIfNoEntry: false })
  return facts !== undefined && Date.now() - facts.mtimeMs > (isHere ? silence.here : silence.elsewhere)
}

const isLeft = (folder: string, name: string) => isGone(decodeURIComponent(name), join(folder, name))

const notes = (folder: string): string[] => readdirSync(folder).filter((name) => name !== alone)

/** The other processes that have the data open, or are about to. */
const others = (dataDir: string): string[] => {
  const folder = folderOf(dataDir)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return notes(folder).filter((name) => decodeURIComponent(name) !== processName && !isLeft(folder, name))
}

/** Whether another process has the data open. */
export const isShared = (dataDir: string): boolean => others(dataDir).length > 0

const ownerOfAlone = (dataDir: string): string | undefined => {
  const path = join(folderOf(dataDir), alone)
  try {
    const owner = readFileSync(path, 'utf8')
    if (!isGone(owner, path)) return owner
    rmSync(path, { force: true })
    return undefined
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Several in one process, as in tests, share a note. */
const held = new Map<string, number>()

/**
 * Notes that this process has the data open, once nobody works on it alone.
 * @throws AppError `data.in-use` when somebody does so for long
 */
export const enterData = async (dataDir: string): Promise<Instance> => {
  const folder = folderOf(dataDir)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const left = notes(folder).filter((name) => isLeft(folder, name))
  for (const name of left) rmSync(join(folder, name), { force: true })
  const path = join(folder, encodeURIComponent(processName))
  for (const end = Date.now() + patience; ; await delay(pause)) {
    // First the note, then the look: whoever wants to be alone does it the other way round, so one of both sees the other.
    leaveNote(path)
    const owner = ownerOfAlone(dataDir)
    if (owner === undefined || owner === processName) break
    if (!held.has(path)) rmSync(path, { force: true })
    if (Date.now() > end) throw inUse(words.database.otherMends)
  }
  held.set(path, (held.get(path) ?? 0) + 1)
  const timer = setInterval(() => touch(path, ''), beat).unref()
  let hasLeft = false
  return {
    wasUnclean: left.length > 0,
    leave() {
      if (hasLeft) return
      hasLeft = true
      clearInterval(timer)
      const count = (held.get(path) ?? 1) - 1
      if (count > 0) return void held.set(path, count)
      held.delete(path)
      rmSync(path, { force: true })
    },
  }
}

/** A full disk keeps nobody from opening the data. */
const leaveNote = (path: string) => {
  try {
    writeFileSync(path, '', { mode: 0o600 })
  } catch (error) {
    if (!isFull(error)) throw error
  }
}

const touch = (path: string, content: string) => {
  const now = new Date()
  try {
    utimesSync(path, now, now)
  } catch {
    // Whoever took it for that of a dead process is told otherwise; where the whole folder is gone there is nobody to tell.
    if (existsSync(dirname(path))) writeFileSync(path, content, { mode: 0o600 })
  }
}

const inUse = (message: string) => new AppError('data.in-use', message, { status: 409 })

/**
 * Does work for which nobody else may have the data open; who wants to open it meanwhile waits.
 * @throws AppError `data.in-use` (409) when somebody has
 */
export const aloneWithData = async <T>(dataDir: string, work: () => Promise<T>): Promise<T> => {
  const path = join(folderOf(dataDir), alone)
  mkdirSync(folderOf(dataDir), { recursive: true, mode: 0o700 })
  ownerOfAlone(dataDir)
  try {
    writeFileSync(path, processName, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      rmSync(path, { force: true }) // a full disk leaves an empty file, which nobody would let go of
      throw error
    }
    throw inUse(words.database.otherMends)
  }
  const timer = setInterval(() => touch(path, processName), beat).unref()
  try {
    // Who is just about to open it sees the file and steps back.
    for (const end = Date.now() + 20 * pause; others(dataDir).length > 0; await delay(pause)) {
      if (Date.now() > end) throw inUse(words.database.otherHasOpen)
    }
    return await work()
  } finally {
    clearInterval(timer)
    rmSync(path, { force: true })
  }
}
