import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { hashOfFile, isThroughLink, replaceFile } from '../../base/disk-file.ts'
import { fail } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import type { FileChange } from '../../shared/contract/journal.ts'
import type { JournalStore, StoredChange } from '../../storage/tasks/file-changes.ts'
import type { TaskFiles } from '../../storage/tasks/task-files.ts'
import type { TaskService } from './tasks.ts'

type Parts = { store: JournalStore; tasks: TaskService; files: TaskFiles }

/** What tasks wrote, to look at and to take back. */
export const journalService = ({ store, tasks, files }: Parts) => {
  /** @throws AppError `change.unknown` (404) */
  const find = (id: string): StoredChange =>
    store.find(id) ?? fail('change.unknown', words.fileChanges.unknown(id), { status: 404 })

  /** A file of this computer, which somebody else may have changed since. */
  const restoreOnDisk = async ({ id, taskId, name: path, before, after }: StoredChange): Promise<FileChange> => {
    if (await isThroughLink(path)) fail('change.overtaken', words.fileChanges.throughLink(path), { status: 409 })
    const now = await hashOfFile(path)
    if (now !== after?.sha256) fail('change.overtaken', words.fileChanges.changedSince(path), { status: 409 })
    const bytes = before && (await readFile(await files.open({ name: path, sha256: before.sha256 })))
    const made = store.noteFile({ taskId, path, before: after, after: before, restores: id })
    await replaceFile(path, bytes)
    return find(made)
  }

  return {
    /** The changes of a task's files, the earliest first. @throws AppError `task.unknown` (404) */
    ofTask: (taskId: string): FileChange[] => store.ofTask(tasks.find(taskId).id),

    /** The bytes that a change left. @throws AppError `change.unknown`, `change.empty` (404), `file.bytes-damaged` (409) */
    async version(id: string) {
      const { name, mediaType, after } = find(id)
      if (!after) return fail('change.empty', words.fileChanges.removed, { status: 404 })
      const path = await files.open({ name: basename(name), sha256: after.sha256 })
      return { name: basename(name), mediaType, size: after.size, read: () => createReadStream(path) }
    },

    /**
     * Makes a file what it was before the change. That is a change itself, so it can be taken back, too.
     * @throws AppError `change.unknown` (404), `change.undone`, `change.overtaken` (409)
     */
    async restore(id: string): Promise<FileChange> {
      const change = find(id)
      const { taskId, name, isUndone, artifactId } = change
      const undone = (): never => fail('change.undone', words.fileChanges.alreadyUndone(name), { status: 409 })
      if (isUndone) undone()
      const made = artifactId === undefined ? await restoreOnDisk(change) : (store.restore(id) ?? undone())
      tasks.tell(tasks.find(taskId))
      return made
    },
  }
}
