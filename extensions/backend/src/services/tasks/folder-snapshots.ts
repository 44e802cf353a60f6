import { constants, createReadStream } from 'node:fs'
import type { Settled } from '../../agents/acp/snapshot.ts'
import { isThroughLink } from '../../base/disk-file.ts'
import type { EventBus } from '../../base/events.ts'
import { isProcessGone } from '../../base/lease.ts'
import type { Logger } from '../../base/log.ts'
import { isFull } from '../../base/store-failures.ts'
import * as words from '../../base/words/index.ts'
import type { Task } from '../../shared/contract/tasks.ts'
import { isOver } from '../../shared/task-states.ts'
import type { JournalStore } from '../../storage/tasks/file-changes.ts'
import type { Difference, Kept } from '../../storage/tasks/folder-snapshots/kept.ts'
import type { SnapshotFacts, SnapshotPlaces } from '../../storage/tasks/folder-snapshots/places.ts'
import type { Incoming, TaskFiles } from '../../storage/tasks/task-files.ts'
import type { TaskStore } from '../../storage/tasks/tasks.ts'
import type { SnapshotThreads } from '../../workers/snapshot-threads.ts'
import { tellOfTask } from './task-changes.ts'

type Parts = {
  dataDir: string
  threads: SnapshotThreads
  places: SnapshotPlaces
  tasks: TaskStore
  changes: JournalStore
  files: TaskFiles
  events: EventBus
  log: Logger
}

/** Changes of one run that are kept, and their bytes. */
const MAX_CHANGES = 1000
const MAX_BYTES = 256 * 1024 ** 2
/** How a file that cannot be read says so; after any other failure, all is tried again. */
const unreadable = ['EACCES', 'EPERM', 'ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP', 'EMLINK', 'EBUSY']
/** Milliseconds after its task's end in which a snapshot is settled by whoever took it. */
const MAX_SETTLING_TIME = 10 * 60_000
/** Milliseconds that a snapshot of a task which nobody knows is kept: the database may be an older one, put in its place. */
const UNKNOWN_KEPT_FOR = 30 * 24 * 3600_000

/** Files as they were before a task of an agent that writes by itself: taken before it starts, compared when it ends. */
export const snapshotService = ({ dataDir, threads, places, tasks, changes, files, events, log }: Parts) => {
  const closing = new AbortController()
  const settling = new Map<string, Promise<Settled>>()

  /** One change, unless the journal knows of it already. */
  const note = async (taskId: string, since: string, { path, before, isThere }: Difference): Promise<number> => {
    const incoming: Incoming[] = []
    try {
      const receive = async (from: string) => {
        const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)
        const received = await files.receive(createReadStream(from, { flags: flags as never }))
        incoming.push(received)
        return received
      }
      const last = changes.lastOfFile(taskId, path, since)
      const then = last ? last.after : before === undefined ? undefined : await receive(before)
      const now = isThere && !(await isThroughLink(path)) ? await receive(path) : undefined
      if (then?.sha256 === now?.sha256) return 0
      const insert = () => void changes.noteFile({ taskId, path, before: then, after: now })
      const keepAll = ([first, ...rest]: Incoming[]): void =>
        first ? files.keep(first, () => keepAll(rest)) : insert()
      keepAll([...incoming])
      return (then?.size ?? 0) + (now?.size ?? 0)
    } finally {
      for (const each of incoming) files.discard(each)
    }
  }

  const compare = async (taskId: string): Promise<Settled> => {
    const facts = await places.find(taskId)
    const task = tasks.find(taskId)
    if (!facts || !task) {
      if (task) await places.remove(taskId)
      return { changed: [], left: 0 }
    }
    const { folder, by, takenAt } = facts
    const input = { folder, place: places.placeOf(taskId), avoid: dataDir, by }
    const { differences, more } = await threads.compare(input, closing.signal)
    const changed: string[] = []
    let bytes = 0
    let left = more ? 1 : 0
    for (const difference of differences) {
      if (changed.length >= MAX_CHANGES || bytes >= MAX_BYTES) {
        left++
        continue
      }
      try {
        bytes += await note(taskId, takenAt, difference)
        changed.push(difference.path)
      } catch (error) {
        if (closing.signal.aborted || !unreadable.includes((error as NodeJS.ErrnoException).code ?? '')) throw error
        log.info({ task: taskId, err: error }, 'a change of a file could not be kept')
        left++
      }
    }
    await places.remove(taskId)
    if (changed.length > 0) tellOfTask(events, task)
    return { changed, left }
  }

  /**
   * Compares the folder with its snapshot, if there is one: every change becomes one of the task's, which can be taken back.
   * What cannot be stored now, as on a full disk, is tried again at the next start.
   */
  const settle = (taskId: string): Promise<Settled> => {
    const running = settling.get(taskId)
    if (running) return running
    const work = compare(taskId)
      .catch((error: unknown) => {
        log.warn({ task: taskId, err: error }, 'what a task changed could not be stored yet')
        return { changed: [], left: 0, later: true as const }
      })
      .finally(() => settling.delete(taskId))
    settling.set(taskId, work)
    return work
  }

  return {
    /** Takes a snapshot of a folder before a task begins its work there; the copy of an earlier run is settled first. */
    async take(taskId: string, folder: string, signal: AbortSignal): Promise<Kept> {
      await settle(taskId)
      const finish = (by: Kept['by']) => places.finish({ taskId, folder, by })
      try {
        const input = { folder, place: await places.make(taskId), avoid: dataDir }
        const kept = await threads.take(input, AbortSignal.any([signal, closing.signal]))
        await finish(kept.by)
        return kept
      } catch (error) {
        if (signal.aborted || closing.signal.aborted) throw error
        log.warn({ task: taskId, err: error }, 'a folder could not be kept')
        await finish('none').catch(() => undefined) // what calls name is kept as long as there is room for that
        return { by: 'none', why: isFull(error) ? words.notSaved.full : words.notSaved.failed }
      }
    },

    /** Keeps what a file was, before it is changed; nothing where it was not there. */
    keepFile: places.keepFile,

    settle,

    /** Settles what tasks left that have ended since, and drops what nobody will ask for. */
    async tidy(): Promise<void> {
      for (const { taskId, since } of await places.all()) {
        const task = tasks.find(taskId)
        const facts = await places.find(taskId)
        if (!task) {
          if (Date.now() - since > UNKNOWN_KEPT_FOR) await places.remove(taskId)
        } else if (isLeft(task, facts)) await settle(taskId)
      }
    },

    /** Stops what is going on; it is taken up at the next start. */
    close: (): void => closing.abort(new Error('AIOS is ending.')),
  }
}

/** Whether nobody is at it: its task has ended, and so has the process that took it, or a while has passed since. */
const isLeft = ({ status, finishedAt }: Task, facts: SnapshotFacts | undefined): boolean => {
  if (!isOver(status)) return false
  const isLate = Date.now() - Date.parse(finishedAt ?? '') > MAX_SETTLING_TIME
  return !facts || isLate || isProcessGone(facts.owner)
}
