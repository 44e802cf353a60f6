import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, existsSync, linkSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { copyFile, link, open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { isProcessGone, processName } from '../../base/lease.ts'
import { diskFull, isFull } from '../../base/store-failures.ts'
import { type Checksums, checksums } from './checksums.ts'
import type { Fault } from './damage.ts'
import { syncFolder } from './sync-folder.ts'

/** Bytes that were taken in and are safe on disk, not yet under their own name. */
export type Incoming = {
  sha256: string
  size: number
  head: Uint8Array
  path: string
  /** What stands under their name is damaged: these take its place. */
  mends?: boolean
}

/** Milliseconds after which a file that nobody seems to need is looked at. */
const abandoned = 24 * 3600_000
const settled = 3600_000

/** Folders of blobs. */
const isFolder = /^[0-9a-f]{2}$/
/** Bytes that are written between two looks at the room that is left. */
const checkedAfter = 1024 ** 2

/**
 * Originals by the SHA-256 of their bytes, in `blobs/ab/abcdef…`. Names from users never become paths. A blob is
 * written to `blobs/incoming/`, synced, and renamed by `keep`. `checkRoom` throws where the disk has no room for more.
 */
export const blobStore = (
  dataDir: string,
  { sums = checksums(), checkRoom = () => undefined }: { sums?: Checksums; checkRoom?: () => void } = {},
) => {
  const root = join(dataDir, 'blobs')
  const incoming = join(root, 'incoming')
  if (mkdirSync(incoming, { recursive: true, mode: 0o700 }) !== undefined)
    for (const each of [root, dataDir]) syncFolder(each)
  sweepIncoming(incoming)

  const temporary = () => join(incoming, `${encodeURIComponent(processName)}.${randomUUID()}`)
  const nowhere = join(incoming, 'nothing')
  const folderOf = (sha256: string) => join(root, sha256.slice(0, 2))
  const pathOf = (sha256: string) => join(folderOf(sha256), sha256)
  const has = (sha256: string) => existsSync(pathOf(sha256))

  const move = (sha256: string, from: string) => {
    const folder = folderOf(sha256)
    if (mkdirSync(folder, { recursive: true, mode: 0o700 }) !== undefined) syncFolder(root)
    renameSync(from, pathOf(sha256))
    syncFolder(folder)
  }

  /** Whether the bytes are those of their name; read for it where that is not known, or in any case (`isFresh`). */
  const check = async (sha256: string, options?: { isFresh?: boolean }): Promise<Fault | 'whole'> => {
    const found = await sums.of(pathOf(sha256), options)
    if (found === undefined) return 'missing'
    return found === sha256 ? 'whole' : 'damaged'
  }

  return {
    pathOf,
    has,
    check,

    /**
     * Writes the stream to a temporary file.
     * @throws AppError `storage.full` (507) when the disk is; nothing of the stream is left then, nor on any failure
     */
    async receive(stream: Readable): Promise<Incoming> {
      const path = temporary()
      const file = await open(path, 'wx', 0o600)
      try {
        checkRoom()
        let unchecked = 0
        const facts = await digest(stream, (chunk) => {
          unchecked += chunk.length
          if (unchecked > checkedAfter) {
            checkRoom()
            unchecked = 0
          }
          return file.writeFile(chunk)
        })
        await file.sync()
        // Read anew: bits that the disk itself turned leave a file's times as they were.
        const mends = has(facts.sha256) && (await check(facts.sha256, { isFresh: true })) !== 'whole'
        return { ...facts, path, ...(mends && { mends }) }
      } catch (error) {
        rmSync(path, { force: true })
        throw isFull(error) ? diskFull(error) : error
      } finally {
        await file.close()
      }
    },

    /**
    /**
     * Gives the incoming bytes their own name, safe from a power cut. Bytes that are there already stay, unless they are
     * damaged: those go aside. False when there was nothing to do.
     */
    keep({ sha256, path, mends }: Incoming): boolean {
      if (has(sha256) && !mends) return false
      if (has(sha256)) setAside(join(root, 'damaged'), pathOf(sha256), sha256)
      move(sha256, path)
      sums.note(pathOf(sha256), sha256)
      return true
    },

    /** The bytes of a file of this data directory, which stays, as if they had been received. */
    async borrow(file: string): Promise<Incoming> {
      const path = temporary()
      await link(file, path).catch(() => copyFile(file, path)) // not every file system has links
      return { ...(await digest(createReadStream(path))), path }
    },

    /** What `receive` would tell of the stream, without a copy; it is never kept. */
    measure: async (stream: Readable): Promise<Incoming> => ({ ...(await digest(stream)), path: nowhere }),

    /** Stands for bytes that could not be had. `about` tells such a file from others; it is never kept. */
    nothing: (about: string): Incoming => ({
      sha256: createHash('sha256').update(`nothing of ${about}`).digest('hex'),
      size: 0,
      head: Buffer.alloc(0),
      path: nowhere,
    }),

    /** Other places where the bytes may be; whether they are, has to be seen. */
    spares: (sha256: string): string[] =>
      [join(root, 'unclaimed', sha256), join(root, 'unclaimed', sha256.slice(0, 2), sha256)].filter(existsSync),

    /** Damaged bytes that others took the place of. */
    damaged(): { name: string; path: string; size: number }[] {
      const folder = join(root, 'damaged')
      if (!existsSync(folder)) return []
      return readdirSync(folder).flatMap((name) => {
        const path = join(folder, name)
        const size = statSync(path, { throwIfNoEntry: false })?.size
        return size === undefined ? [] : [{ name, path, size }]
      })
    },

    discard: ({ path }: Incoming) => rmSync(path, { force: true }),
    /** Removes what was being received by processes that ended since. */
    sweepIncoming: () => sweepIncoming(incoming),
    remove(sha256: string): void {
      rmSync(pathOf(sha256), { force: true })
      sums.forget(pathOf(sha256))
    },
    /** Moves bytes that were elsewhere to their place, safe from a power cut. */
    move,
    /** Makes what was moved away from here be away. */
    sync(sha256: string): void {
      syncFolder(folderOf(sha256))
      sums.forget(pathOf(sha256))
    },
    /** The bytes from `start` to `end`, both included. */
    read: (sha256: string, range: { start?: number; end?: number } = {}) => createReadStream(pathOf(sha256), range),

    areThere: async () =>
      (await readdir(root)).some(
        (name) => name === 'unclaimed' || (isFolder.test(name) && readdirSync(join(root, name)).length > 0),
      ),

    /** All blobs; only those that have been there for an hour, where nothing is certain of younger ones. */
    async *all({ old = false } = {}): AsyncIterable<string> {
      for (const folder of await readdir(root)) {
        if (!isFolder.test(folder)) continue
        for (const sha256 of await readdir(join(root, folder))) {
          const facts = old ? await stat(join(root, folder, sha256)).catch(() => undefined) : undefined
          if (!old || (facts && Date.now() - facts.mtimeMs > settled)) yield sha256
        }
      }
    },
  }
}
export type BlobStore = ReturnType<typeof blobStore>

const digest = async (stream: Readable, write?: (chunk: Buffer) => Promise<void>): Promise<Omit<Incoming, 'path'>> => {
  const hash = createHash('sha256')
  const head: Buffer[] = []
  let size = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (size < headSize) head.push(chunk.subarray(0, headSize - size))
    hash.update(chunk)
    size += chunk.length
    await write?.(chunk)
  }
  return { sha256: hash.digest('hex'), size, head: Buffer.concat(head) }
}

/** Enough of a file's beginning to tell its type. */
const headSize = 4100

/** Keeps damaged bytes under their name in `folder`, all that there ever were; the file itself stays until it is replaced. */
const setAside = (folder: string, path: string, name: string) => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const taken = readdirSync(folder).filter((each) => each.startsWith(name)).length
  const to = join(folder, taken === 0 ? name : `${name}.${taken + 1}`)
  try {
    linkSync(path, to)
  } catch {
    renameSync(path, to) // a file system without links
  }
}

/** Removes what processes that ended, or nobody for a day, left behind. */
const sweepIncoming = (folder: string) => {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
    const owner = decodeURIComponent(name.slice(0, name.lastIndexOf('.')))
    if (isProcessGone(owner) || age > abandoned) rmSync(path, { force: true })
  }
}
