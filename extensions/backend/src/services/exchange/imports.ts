import { addAbortSignal, type Readable } from 'node:stream'
import { serverEnding } from '../../base/ending.ts'
import { AppError, fail } from '../../base/errors.ts'
import { safeName } from '../../base/file-names.ts'
import * as words from '../../base/words/index.ts'
import {
  archiveFormat,
  type ImportResult,
  type WorkspaceManifest,
  workspaceManifest,
} from '../../shared/contract/imports.ts'
import { type TaskWithSteps, taskWithSteps } from '../../shared/contract/tasks.ts'
import type { Workspace } from '../../shared/contract/workspaces.ts'
import { isOver } from '../../shared/task-states.ts'
import type { Incoming, Library } from '../../storage/library/library.ts'
import type { ArtifactStore } from '../../storage/tasks/artifacts.ts'
import type { TaskFiles } from '../../storage/tasks/task-files.ts'
import type { TaskStore } from '../../storage/tasks/tasks.ts'
import { largestFile } from '../library/adding.ts'
import type { DocumentService } from '../library/documents.ts'
import type { WorkspaceService } from '../library/workspaces.ts'
import { type OpenArchive, openArchive } from './import-zip.ts'

/** Bytes that an archive may have. */
export const largestArchive = 32 * 1024 ** 3

type Parts = {
  workspaces: WorkspaceService
  documents: DocumentService
  tasks: TaskStore
  artifacts: ArtifactStore
  library: Library
  files: TaskFiles
}

type Job = {
  archive: OpenArchive
  manifest: WorkspaceManifest
  workspace: Workspace
  /** Ids that documents got here, by their ids in the archive. */
  ids: Map<string, string>
  /** Paths that were read: each is good for one file. */
  read: Set<string>
  skipped: ImportResult['imported']['skipped']
  signal: AbortSignal
}

/** Takes an exported workspace in: adds what is not there yet, changes nothing that is. */
export const importService = ({ workspaces, documents, tasks, artifacts, library, files }: Parts) => {
  const { originals } = library

  const readManifest = async (archive: OpenArchive): Promise<WorkspaceManifest> => {
    const checked = workspaceManifest.safeParse(await archive.json('manifest.json'))
    if (!checked.success) {
      return fail('import.invalid', words.exchange.noWorkspace)
    }
    if (checked.data.format > archiveFormat) {
      fail('import.newer', words.exchange.newer)
    }
    return checked.data
  }

  /** The bytes of an entry, when they are those that the manifest promises. */
  const receive = async (
    { archive, manifest, read, signal }: Job,
    path: string,
    take: Library['originals']['receive'],
  ): Promise<Incoming | undefined> => {
    const promised = manifest.files[path]
    if (!promised || promised.size > largestFile || promised.size !== archive.size(path) || read.has(path))
      return undefined
    read.add(path)
    const incoming = await archive
      .open(path)
      .then((stream) => stream && take(cutBy(signal, stream)))
      .catch((error: unknown) => {
        if (error instanceof AppError || signal.aborted) throw error
        return undefined // the entry does not unpack to what it says
      })
    if (incoming && incoming.sha256 === promised.sha256) return incoming
    if (incoming) await originals.discard(incoming)
    return undefined
  }

  const addDocument = async (
    job: Job,
    { id, name, folder, path, modifiedAt }: WorkspaceManifest['documents'][number],
  ) => {
    const { workspace, ids, skipped } = job
    const skip = (reason: string) => void skipped.push({ path: path ?? name, reason })
    if (path === undefined) return skip(words.exchange.skipped.noBytes)
    const incoming = await receive(job, path, originals.receive)
    if (!incoming) return skip(words.exchange.skipped.damaged)
    const sent = folder === undefined ? name : `${folder}/${name}`
    const { document, isNew } = await documents.keep(workspace.id, {
      sent,
      incoming,
      id,
      modified: modifiedAt === undefined ? undefined : Date.parse(modifiedAt),
    })
    ids.set(id, document.id)
    if (!isNew) skip(words.exchange.skipped.inWorkspace)
  }

  const addTask = async ({ archive, workspace, ids, skipped }: Job, id: string) => {
    const path = `tasks/${id}/task.json`
    const checked = taskWithSteps.safeParse(await archive.json(path))
    if (!checked.success) return void skipped.push({ path, reason: words.exchange.skipped.badTask })
    if (checked.data.id !== id) return void skipped.push({ path, reason: words.exchange.skipped.otherTask })
    if (!tasks.restore(withIds(checked.data, ids, workspace.id)))
      skipped.push({ path, reason: words.exchange.skipped.known })
  }

  const addArtifact = async (
    job: Job,
    { id, taskId, name, mediaType, path }: WorkspaceManifest['artifacts'][number],
  ) => {
    const { workspace, skipped } = job
    const skip = (reason: string) => void skipped.push({ path, reason })
    if (tasks.find(taskId)?.workspaceId !== workspace.id) return skip(words.exchange.skipped.noTask)
    if (artifacts.isTaken(id)) return skip(words.exchange.skipped.known)
    const incoming = await receive(job, path, files.receive)
    if (!incoming) return skip(words.exchange.skipped.damaged)
    files.keep(incoming, ({ sha256, size }) =>
      artifacts.add({ id, taskId, name: safeName(name).name, mediaType, size, sha256 }),
    )
  }

  const take = async (archive: OpenArchive, signal: AbortSignal): Promise<ImportResult> => {
    const manifest = await readManifest(archive)
    const workspace = await workspaces.addOrGet(manifest.workspace)
    const job: Job = { archive, manifest, workspace, ids: new Map(), read: new Set(), skipped: [], signal }
    /** Takes one after the other; gives back how many were not left out. */
    const each = async <T>(all: readonly T[], add: (one: T) => Promise<void>) => {
      const before = job.skipped.length
      for (const one of all) {
        signal.throwIfAborted()
        await add(one)
      }
      return all.length - (job.skipped.length - before)
    }
    const imported = {
      documents: await each(manifest.documents, (document) => addDocument(job, document)),
      tasks: await each(manifest.tasks, (id) => addTask(job, id)),
      artifacts: await each(manifest.artifacts, (artifact) => addArtifact(job, artifact)),
      skipped: job.skipped,
    }
    return { ...(await workspaces.get(workspace.id)), imported }
  }

  return {
    /**
     * Merges an exported workspace into the one of the same id, or makes it anew. `signal` cuts it off; what was taken
     * before stays.
     * @throws AppError `import.invalid`, `import.newer` (400), `storage.full` (507), `server.ending` (503)
     */
    async add(stream: Readable, signal: AbortSignal): Promise<ImportResult> {
      const incoming = await originals.receive(stream)
      try {
        const archive = await openArchive(incoming.path)
        try {
          const result = await take(archive, signal)
          await documents.settled()
          return result
        } finally {
          archive.close()
        }
      } catch (error) {
        throw signal.aborted ? serverEnding(error) : error
      } finally {
        await originals.discard(incoming)
      }
    },
  }
}

/** The stream, broken off by `signal`, which may come before anybody reads it. */
const cutBy = (signal: AbortSignal, stream: Readable): Readable => {
  stream.on('error', () => undefined) // whoever reads it meets it, too
  return addAbortSignal(signal, stream)
}

const wasOpen = words.exchange.openTask

/** The task as it goes on here: what was open when it was exported is interrupted. */
const withIds = (task: TaskWithSteps, ids: ReadonlyMap<string, string>, workspaceId: string): TaskWithSteps => {
  const local = (id: string) => ids.get(id) ?? id
  const isOpen = !isOver(task.status)
  const { result, documentIds } = task
  return {
    ...task,
    workspaceId,
    ...(isOpen && { status: 'interrupted' as const, error: wasOpen }),
    ...(documentIds && { documentIds: documentIds.map(local) }),
    ...(result && {
      result: {
        ...result,
        citations: result.citations.map((citation) => ({ ...citation, documentId: local(citation.documentId) })),
      },
    }),
  }
}
