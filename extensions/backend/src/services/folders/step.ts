import { join } from 'node:path'
import type { Logger } from '../../base/log.ts'
import { isFull } from '../../base/store-failures.ts'
import * as words from '../../base/words/index.ts'
import type {
  FileFacts,
  FolderFile,
  Incoming,
  KnownFile,
  Library,
  StoredFolder,
} from '../../storage/library/library.ts'
import { isArchive } from '../../text/extract/containers/unzip.ts'
import { largestFile, tooLarge } from '../library/adding.ts'
import type { FolderArchives } from './archives.ts'
import { type Comparison, compare, type Memory } from './compare.ts'
import type { Following } from './following.ts'
import { ignoring } from './ignore.ts'
import { readFileAsSeen } from './read-file.ts'
import { type Scan, scan } from './scan.ts'

type Parts = { library: Library; following: Following; archives: FolderArchives; log: Logger }

type StepOptions = {
  memory: Memory
  /** Told of each folder before it is read. */
  enter: (path: string) => void
  /** All of its files may be gone: somebody asked for this look. */
  isAsked: boolean
  signal: AbortSignal
}

/** What a look at a folder came to: whether another will tell more, and what is wrong, for people. */
type StepResult = { isOpen: boolean; problem?: string }

type Job = {
  folder: StoredFolder
  seen: Scan
  /** Files that are gone, until they are found elsewhere. */
  gone: Set<KnownFile>
  unreadable: string[]
  isOpen: boolean
  signal: AbortSignal
}

/** So many files may go from a folder and leave it empty before that is taken for a drive that was unplugged. */
const suspicious = 10

/** One look at a folder: documents follow what happened to its files since the last. */
export const folderStep = ({ library: { folders, originals }, following, archives, log }: Parts) => {
  const sourceOf = ({ folder, seen }: Job, path: string): FolderFile => ({
    folder,
    path,
    facts: seen.files.get(path) as FileFacts,
  })

  /** The bytes as the folder's mode wants them; undefined, and looked at again, when the file changed meanwhile. */
  const receive = async (job: Job, { folder, path, facts }: FolderFile, take: Library['originals']['receive']) => {
    const { signal } = job
    const incoming = await readFileAsSeen(join(folder.path, path), { facts, signal }, take, originals.discard)
    if (!incoming) job.isOpen = true
    return incoming
  }
  const takeOf = ({ folder }: Job) => (folder.mode === 'copy' ? originals.receive : originals.measure)

  /** The file that this one was before it was moved. Measured first: what was only moved need not be copied. */
  const movedFrom = async (job: Job, source: FolderFile): Promise<KnownFile | undefined> => {
    const candidates = [...job.gone].filter(
      ({ documentId, isArchive, size }) => (documentId || isArchive) && size === source.facts.size,
    )
    if (candidates.length === 0) return undefined
    const measured = await receive(job, source, originals.measure)
    return candidates.find(({ sha256 }) => sha256 === measured?.sha256)
  }

  const remove = ({ folder }: Job, file: KnownFile) =>
    file.isArchive ? archives.remove(folder, file) : following.remove(folder, file)

  /** A file that is called a ZIP: its files, or a document under a wrong name. What it was before gives way to that. */
  const takeZip = async (job: Job, source: FolderFile, known?: KnownFile) => {
    const incoming = await receive(job, source, originals.receive)
    if (!incoming) return
    try {
      const isPacked = await isArchive(incoming.path, source.path)
      if (known && isPacked !== (known.isArchive ?? false)) await remove(job, known)
      if (isPacked) await archives.take(source, incoming, job.signal)
      else if (known && !known.isArchive) await following.change(source, known, incoming)
      else await following.add(source, incoming)
    } finally {
      await originals.discard(incoming)
    }
  }

  const add = async (job: Job, path: string) => {
    const source = sourceOf(job, path)
    if (source.facts.size > largestFile) return following.add(source, await unreceived(source), tooLarge())
    const moved = await movedFrom(job, source)
    if (moved) {
      job.gone.delete(moved)
      return moved.isArchive ? archives.move(source, moved) : following.move(source, moved)
    }
    if (isZip(path)) return takeZip(job, source)
    const incoming = await receive(job, source, takeOf(job))
    if (incoming) await following.add(source, incoming)
  }

  const change = async (job: Job, file: KnownFile) => {
    const source = sourceOf(job, file.path)
    if (source.facts.size > largestFile) {
      await remove(job, file)
      return following.add(source, await unreceived(source), tooLarge())
    }
    if (file.isArchive || isZip(file.path)) return takeZip(job, source, file)
    const incoming = await receive(job, source, takeOf(job))
    if (incoming) await following.change(source, file, incoming)
  }

  const unreceived = async ({ folder, path, facts: { size, modified } }: FolderFile): Promise<Incoming> => ({
    ...(await originals.nothing(`${folder.id}/${path} ${modified}`)),
    size,
  })

  /** A file that cannot be read costs itself only, and is tried again; a full disk, or an end, costs the rest. */
  const each = async <T>(job: Job, all: Iterable<T>, work: (job: Job, one: T) => Promise<void>) => {
    for (const one of all) {
      job.signal.throwIfAborted()
      try {
        await work(job, one)
      } catch (error) {
        if (!isFiles(error)) throw error
        log.debug({ err: error }, 'a file of a folder could not be read')
        if (error.code === 'ENOENT') job.isOpen = true
        else job.unreadable.push(typeof one === 'string' ? one : (one as KnownFile).path)
      }
    }
  }

  return async (folder: StoredFolder, { memory, enter, isAsked, signal }: StepOptions): Promise<StepResult> => {
    const seen = await scan(folder.path, { isIgnored: ignoring(folder.ignore), enter, signal })
    const known = new Map((await folders.files(folder.id)).map((file) => [file.path, file]))
    const found = compare(seen, known, memory)
    if (isEmptied(seen, known, found) && !isAsked) {
      const problem = words.folders.emptied(folder.path, known.size)
      return { isOpen: false, problem }
    }
    const job: Job = { folder, seen, gone: new Set(found.gone), unreadable: [], isOpen: found.isOpen, signal }
    await each(job, found.changed, change)
    await each(job, found.added, add)
    for (const file of found.lost) {
      signal.throwIfAborted()
      if (job.gone.has(file)) await remove(job, file)
    }
    const unread = [...seen.unread, ...job.unreadable]
    return { isOpen: job.isOpen, ...(unread.length > 0 && { problem: unreadable(unread) }) }
  }
}
export type FolderStep = ReturnType<typeof folderStep>

const isEmptied = ({ files }: Scan, known: ReadonlyMap<string, unknown>, { gone }: Comparison) =>
  files.size === 0 && known.size >= suspicious && gone.length === known.size

const isZip = (path: string) => /\.zip$/i.test(path)

/** Is it the file's own fault? */
const isFiles = (error: unknown): error is NodeJS.ErrnoException =>
  (error as NodeJS.ErrnoException).syscall !== undefined && !isFull(error)

const unreadable = (paths: readonly string[]) => {
  const [first, ...more] = paths
  return words.folders.unreadable(first ?? '', more.length)
}
