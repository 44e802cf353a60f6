import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { AppError } from '../errors.ts'
import { isProcessGone, processName } from './lease.ts'
import { syncFolder } from './sync-folder.ts'

/** Bytes that were taken in and are safe on disk, not yet under their own name. */
export type Incoming = { sha256: string; size: number; head: Uint8Array; path: string }

/** Milliseconds after which a file that nobody seems to need is looked at. */
const abandoned = 24 * 3600_000
const settled = 3600_000

/** Folders of blobs. */
const isFolder = /^[0-9a-f]{2}$/

/**
 * Originals by the SHA-256 of their bytes, in `blobs/ab/abcdef…`. Names from users never become paths. A blob is
 * written to `blobs/incoming/`, synced, and renamed by `keep`.
 */
export const blobStore = (dataDir: string) => {
  const root = join(dataDir, 'blobs')
  const incoming = join(root, 'incoming')
  if (mkdirSync(incoming, { recursive: true, mode: 0o700 }) !== undefined)
    for (const each of [root, dataDir]) syncFolder(each)
  sweepIncoming(incoming)

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

  return {
    pathOf,
    has,

    /**
     * Writes the stream to a temporary file.
     * @throws AppError `storage.full` (507) when the disk is; nothing of the stream is left then, nor on any failure
     */
    async receive(stream: Readable): Promise<Incoming> {
      const path = join(incoming, `${encodeURIComponent(processName)}.${randomUUID()}`)
      const file = await open(path, 'wx', 0o600)
      try {
        const facts = await digest(stream, (chunk) => file.writeFile(chunk))
        await file.sync()
        return { ...facts, path }
      } catch (error) {
        rmSync(path, { force: true })
        throw isFull(error) ? diskFull(error) : error
      } finally {
        await file.close()
      }
    },

    /**
     * Gives the incoming bytes their own name, safe from a power cut; bytes that are there already stay. True when they
     * were not.
     */
    keep({ sha256, path }: Incoming): boolean {
      if (has(sha256)) return false
      move(sha256, path)
      return true
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

    discard: ({ path }: Incoming) => rmSync(path, { force: true }),
    remove: (sha256: string) => rmSync(pathOf(sha256), { force: true }),
    /** Moves bytes that were elsewhere to their place, safe from a power cut. */
    move,
    /** Makes what was moved away from here be away. */
    sync: (sha256: string) => syncFolder(folderOf(sha256)),
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

export const isFull = (error: unknown) => {
  const { code, errcode } = (error ?? {}) as { code?: string; errcode?: number }
  return code === 'ENOSPC' || code === 'EDQUOT' || errcode === 13 // SQLITE_FULL
}

export const diskFull = (cause: unknown) =>
  new AppError('storage.full', 'The disk is full, so nothing was stored. Free some space and try again.', {
    status: 507,
    cause,
  })

/** Removes what processes that ended, or nobody for a day, left behind. */
const sweepIncoming = (folder: string) => {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
    const owner = decodeURIComponent(name.slice(0, name.lastIndexOf('.')))
    if (isProcessGone(owner) || age > abandoned) rmSync(path, { force: true })
  }
}
