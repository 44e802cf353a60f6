import { createHash } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { AppError } from '../errors.ts'

/** Bytes that were taken in and are safe on disk, not yet under their own name. */
export type Incoming = { sha256: string; size: number; head: Uint8Array; path: string }

/** Milliseconds after which a temporary file that nobody finished is swept. */
const abandoned = 24 * 3600_000

/**
 * Originals by the SHA-256 of their bytes, in `blobs/ab/abcdef…`. Names from users never become paths. A blob is
 * written to `blobs/incoming/`, synced, and renamed by `keep`.
 */
export const blobStore = (dataDir: string) => {
  const root = join(dataDir, 'blobs')
  const incoming = join(root, 'incoming')
  mkdirSync(incoming, { recursive: true, mode: 0o700 })
  sweep(incoming)

  const pathOf = (sha256: string) => join(root, sha256.slice(0, 2), sha256)

  return {
    pathOf,

    /**
     * Writes the stream to a temporary file.
     * @throws AppError `storage.full` (507) when the disk is; nothing of the stream is left then, nor on any failure
     */
    async receive(stream: Readable): Promise<Incoming> {
      const path = join(incoming, crypto.randomUUID())
      const hash = createHash('sha256')
      const head: Buffer[] = []
      let size = 0
      const file = await open(path, 'wx', 0o600)
      try {
        for await (const chunk of stream as AsyncIterable<Buffer>) {
          if (size < headSize) head.push(chunk.subarray(0, headSize - size))
          hash.update(chunk)
          size += chunk.length
          await file.writeFile(chunk)
        }
        await file.sync()
        return { sha256: hash.digest('hex'), size, head: Buffer.concat(head), path }
      } catch (error) {
        rmSync(path, { force: true })
        throw isFull(error) ? diskFull(error) : error
      } finally {
        await file.close()
      }
    },

    /** Gives the incoming bytes their own name; bytes that are there already stay as they are. */
    keep({ sha256, path }: Incoming): void {
      mkdirSync(join(root, sha256.slice(0, 2)), { recursive: true, mode: 0o700 })
      renameSync(path, pathOf(sha256))
    },

    discard: ({ path }: Incoming) => rmSync(path, { force: true }),
    has: (sha256: string) => existsSync(pathOf(sha256)),
    remove: (sha256: string) => rmSync(pathOf(sha256), { force: true }),
    size: (sha256: string) => statSync(pathOf(sha256)).size,
    /** The bytes from `start` to `end`, both included. */
    read: (sha256: string, range: { start?: number; end?: number } = {}) => createReadStream(pathOf(sha256), range),
  }
}
export type BlobStore = ReturnType<typeof blobStore>

/** Enough of a file's beginning to tell its type. */
const headSize = 4100

export const isFull = (error: unknown) =>
  ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException)?.code ?? '') ||
  /database or disk is full/.test(String((error as Error)?.message))

export const diskFull = (cause: unknown) =>
  new AppError('storage.full', 'The disk is full, so nothing was stored. Free some space and try again.', {
    status: 507,
    cause,
  })

const sweep = (folder: string) => {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
    if (age > abandoned) rmSync(path, { force: true })
  }
}
