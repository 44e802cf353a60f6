import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { addAbortSignal, type Readable } from 'node:stream'
import type { FileFacts } from '../../storage/library/library.ts'
import { isSame } from './compare.ts'

/**
 * Hands an ordinary file's bytes to `take`; undefined when the file is not, or by the end is no longer, as `facts` says.
 * A link in its place is not followed.
 * @throws NodeJS.ErrnoException when it cannot be read; what `take` throws; the signal's reason
 */
export const readFileAsSeen = async <T>(
  path: string,
  { facts, signal }: { facts: FileFacts; signal: AbortSignal },
  take: (stream: Readable) => Promise<T>,
  drop: (taken: T) => Promise<void>,
): Promise<T | undefined> => {
  const handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
  try {
    const isAsSeen = async () => {
      const { size, mtimeMs } = await handle.stat()
      return isSame({ size, modified: mtimeMs }, facts)
    }
    if (!(await isAsSeen())) return undefined
    const taken = await take(addAbortSignal(signal, handle.createReadStream({ autoClose: false })))
    if (await isAsSeen()) return taken
    await drop(taken)
    return undefined
  } finally {
    await handle.close()
  }
}
