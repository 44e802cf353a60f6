import { statSync } from 'node:fs'
import { readableHash } from '../base/disk-file.ts'
import { thread } from '../base/thread.ts'
import type { IntegrityCalls } from './integrity.worker.ts'

/** Bytes up to which a file is hashed at once: that takes less time than a thread does to hear of it. */
const smallFile = 256 * 1024

/** Reads files to see whether they are what they should be, in a thread where that takes longer. */
export const openIntegrity = () => {
  const worker = thread<IntegrityCalls>({ name: 'integrity' })
  return {
    /** SHA-256 of a file, as `readableHash` gives it. */
    hash(path: string): Promise<string | undefined> {
      const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
      return size <= smallFile ? readableHash(path) : worker.call('hash', path)
    },
    /** What is wrong with a database. */
    faults: (path: string) => worker.call('faults', path),
    close: () => worker.close(),
  }
}
