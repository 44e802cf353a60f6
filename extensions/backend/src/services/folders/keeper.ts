import { setTimeout as delay } from 'node:timers/promises'
import type { EventBus } from '../../base/events.ts'
import type { Logger } from '../../base/log.ts'
import { isFull } from '../../base/store-failures.ts'
import * as words from '../../base/words/index.ts'
import type { Library, StoredFolder } from '../../storage/library/library.ts'
import { type Memory, newMemory, settling } from './compare.ts'
import { ignoring } from './ignore.ts'
import type { FolderStep } from './step.ts'
import { type FolderWatch, folderWatch } from './watch.ts'

type Parts = { library: Library; step: FolderStep; events: EventBus; log: Logger }

/** Milliseconds from a change to the look at it, so that one look is enough for many. */
const gathering = 300
/** How many times longer than a look takes nothing is looked at after it: what changes all the time costs little. */
const share = 5
/** Milliseconds between looks when nothing is heard, and after one that failed. */
const usualPause = 10 * 60_000
const failedPause = 30_000

type Kept = {
  folder: StoredFolder
  watch: FolderWatch
  memory: Memory
  abort: AbortController
  /** Somebody asked for a look: what it sees is believed until nothing is open any more. */
  isAsked: boolean
  /** Something happened while it was being looked at. */
  isStale: boolean
  looking?: Promise<void> | undefined
  timer?: NodeJS.Timeout | undefined
  /** When the timer is due. */
  due: number
  /** Milliseconds that the last look took. */
  took: number
  hasFailed: boolean
}

/** Looks at folders: at the start, when something in them changes, and now and then. */
export const folderKeeper = ({ library: { folders: store }, step, events, log }: Parts) => {
  const kept = new Map<string, Kept>()
  let isClosed = false

  const tell = ({ id, workspaceId }: StoredFolder) =>
    events.emit({ type: 'folder.changed', workspaceId, id, status: 'present' })

  const later = (each: Kept, pause: number) => {
    if (each.abort.signal.aborted) return
    const due = Date.now() + pause
    if (each.timer && each.due <= due) return
    clearTimeout(each.timer)
    each.due = due
    each.timer = setTimeout(() => start(each), pause).unref()
  }

  const start = (each: Kept) => {
    clearTimeout(each.timer)
    each.timer = undefined
    if (each.looking) {
      each.isStale = true
      return
    }
    each.looking = look(each).finally(() => {
      each.looking = undefined
      if (each.isStale) later(each, gathering)
      if (!each.abort.signal.aborted) tell(each.folder)
    })
  }

  const look = async (each: Kept): Promise<void> => {
    const { folder, memory, watch, abort } = each
    const { id } = folder
    const began = performance.now()
    try {
      const now = await store.find(id)
      if (!now) return void close(id)
      each.folder = now
      each.isStale = false
      each.hasFailed = false
      tell(now)
      const entered = new Set<string>()
      const enter = (path: string) => {
        entered.add(path)
        watch.enter(path)
      }
      const { isOpen, problem } = await step(now, { memory, enter, isAsked: each.isAsked, signal: abort.signal })
      watch.keepOnly(entered)
      if (!isOpen && !each.isStale) each.isAsked = false
      if (problem === undefined) await store.scanned(id)
      else await store.failed(id, problem)
      each.took = performance.now() - began
      later(each, isOpen ? settling + 100 : problem === undefined ? usualPause : failedPause)
    } catch (error) {
      if (abort.signal.aborted) return
      each.hasFailed = true
      watch.keepOnly(new Set()) // what comes back in its place is another folder
      log.warn({ folder: id, err: error }, 'a folder could not be kept in step')
      await note(id, inWords(error, folder))
      later(each, failedPause)
    }
  }

  const note = async (id: string, problem: string) => {
    try {
      await store.failed(id, problem)
    } catch (error) {
      log.warn({ folder: id, err: error }, 'what is wrong with a folder was not stored')
    }
  }

  const close = async (id: string): Promise<void> => {
    const each = kept.get(id)
    if (!each) return
    kept.delete(id)
    each.abort.abort()
    clearTimeout(each.timer)
    each.watch.close()
    await each.looking
  }

  const open = (folder: StoredFolder): void => {
    if (kept.has(folder.id)) return
    const changed = (name: string) => {
      const each = kept.get(folder.id)
      if (!each || isLitter(each.folder, name)) return
      if (each.looking) each.isStale = true
      else later(each, Math.max(gathering, each.took * share))
    }
    const each: Kept = {
      folder,
      watch: folderWatch(folder.path, { changed, log }),
      memory: newMemory(),
      abort: new AbortController(),
      isAsked: false,
      isStale: false,
      due: 0,
      took: 0,
      hasFailed: false,
    }
    kept.set(folder.id, each)
    start(each)
  }

  const unwatch = events.watch((change) => {
    if (change.type !== 'workspace.changed' || change.status !== 'removed') return
    for (const { folder } of kept.values()) if (folder.workspaceId === change.id) void close(folder.id)
  })

  return {
    open,
    close,
    isLooking: (id: string) => kept.get(id)?.looking !== undefined,
    /** Looks at the folder at once, or again when the look that is under way has ended. */
    look(id: string, { isAsked = false } = {}): void {
      const each = kept.get(id)
      if (!each) return
      each.isAsked ||= isAsked
      start(each)
    },
    /** Looks again at those that could not be kept in step. */
    lookAgain(): void {
      for (const each of kept.values()) if (each.hasFailed) start(each)
    },
    /** Begins to keep all of them, unless it was ended meanwhile. */
    async start(): Promise<void> {
      for (const folder of await store.all()) if (!isClosed) open(folder)
    },
    /** Ends all looking; waits at most a second. */
    async closeAll(): Promise<void> {
      isClosed = true
      unwatch()
      const closed = Promise.all([...kept.keys()].map(close))
      await Promise.race([closed, delay(1000, undefined, { ref: false })])
    },
  }
}
export type FolderKeeper = ReturnType<typeof folderKeeper>

/** Does that happen to what is left out anyway? */
const isLitter = ({ ignore }: StoredFolder, name: string) => {
  const parts = name.split(/[\\/]/).filter((part) => part !== '')
  const isIgnored = ignoring(ignore)
  return parts.some((part, index) => isIgnored(part, index < parts.length - 1))
}

const inWords = (error: unknown, { path }: StoredFolder): string => {
  const { code } = error as NodeJS.ErrnoException
  if (isFull(error)) {
    return words.folders.noRoom
  }
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return words.folders.gone(path)
  }
  if (code === 'EACCES' || code === 'EPERM') return words.folders.forbidden(path)
  return words.folders.failed(path)
}
