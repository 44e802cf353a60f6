import { statSync } from 'node:fs'
import { readableHash } from '../storage/checksums.ts'
import { thread } from '../workers/thread.ts'

/** Bytes up to which a file is hashed at once: that takes less time than a thread does to hear of it. */
const smallFile = 256 * 1024

/** Hashes files, larger ones in a thread of their own. */
export const openHashing = () => {
  const worker = thread({ name: 'integrity' })
  return {
    /** SHA-256 of a file, as `readableHash` gives it. */
    hash(path: string): Promise<string | undefined> {
      const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
      return size <= smallFile ? readableHash(path) : worker.call('hash', path)
    },
    close: () => worker.close(),
  }
}
