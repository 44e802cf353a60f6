import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { chmod, mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { AppError } from './errors.ts'

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code

/**
 * Puts a file of this computer in the place of the one that was there, whole or not at all; without bytes, the file is
 * removed. @throws AppError `file.unwritable`
 */
export const replaceFile = async (path: string, bytes: Uint8Array | undefined): Promise<void> => {
  const temporary = join(dirname(path), `.${randomUUID()}.aios`)
  try {
    if (!bytes) return await rm(path, { force: true })
    await mkdir(dirname(path), { recursive: true })
    const before = await stat(path).catch(() => undefined)
    const file = await open(temporary, 'wx', 0o666)
    await file.writeFile(bytes).finally(() => file.close())
    if (before) await chmod(temporary, before.mode)
    await rename(temporary, path)
  } catch (cause) {
    await rm(temporary, { force: true })
    throw new AppError('file.unwritable', `${path} could not be written (${codeOf(cause)}).`, { status: 409, cause })
  }
}

/** Whether a folder on the way to a file is a link by now, which would lead elsewhere than when the path was made. */
export const isThroughLink = async (path: string): Promise<boolean> => {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    try {
      return (await realpath(folder)) !== folder
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' || dirname(folder) === folder) return true
    }
  }
}

/** SHA-256 of a file of this computer; undefined where there is none. */
export const hashOfFile = async (path: string): Promise<string | undefined> => {
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(path), hash)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
  return hash.digest('hex')
}

/** What stands for the checksum of a file that the disk can no longer read. */
export const unreadable = 'unreadable'

/** SHA-256 of a file, which is no checksum at all where the disk cannot read it; undefined where there is none. */
export const readableHash = (path: string): Promise<string | undefined> =>
  hashOfFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EIO') return unreadable
    throw error
  })
