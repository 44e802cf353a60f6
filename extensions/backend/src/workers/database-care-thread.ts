import { thread } from '../base/thread.ts'
import type { SnapshotKind } from '../shared/contract/storage.ts'
import type { Mending } from '../storage/database/mending.ts'
import type { DatabaseCareCalls } from './database-care.worker.ts'

/** Checks, copies and mends the database of one data folder, in a thread. */
export const databaseCareThread = (dataDir: string) => {
  const worker = thread<DatabaseCareCalls>({ name: 'database-care', data: { dataDir }, idle: 5000 })
  return {
    /** What is wrong with the database. */
    check: () => worker.call('check', undefined),
    copy: (kind: SnapshotKind) => worker.call('copy', kind),
    /** Is this copy sound, and one that can be gone back to? */
    checkCopy: (name: string) => worker.call('checkCopy', name),
    /** Mends it while nobody has it open; tells how much of it is done, from 0 to 1. */
    mend: (mending: Mending, onProgress: (done: number) => void) => worker.call('mend', mending, { onProgress }),
    close: () => worker.close(),
  }
}
export type DatabaseCareThread = ReturnType<typeof databaseCareThread>
