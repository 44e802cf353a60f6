import type { Logger } from '../../base/log.ts'
import { analysing } from '../../workers/analysis-threads.ts'
import { databaseCareThread } from '../../workers/database-care-thread.ts'
import { indexing } from '../../workers/index-threads.ts'
import { searching } from '../../workers/search-thread.ts'
import { snapshotThreads } from '../../workers/snapshot-threads.ts'
import { openVectors } from '../../workers/vectors-thread.ts'

type Options = {
  dataDir: string
  log: Logger
  /** Told of each error in a thread. */
  onError: (error: Error) => void
}

/** The threads that do the heavy work; each starts with its first call. */
export const openThreads = ({ dataDir, log, onError }: Options) => {
  const inThread = { dataDir, onError }
  return {
    indexing: indexing({ ...inThread, log }),
    vectors: openVectors(inThread),
    searchThread: searching(inThread),
    analysing: analysing(inThread),
    snapshotThreads: snapshotThreads(),
    databaseCareThread: databaseCareThread(dataDir),
  }
}
export type Threads = ReturnType<typeof openThreads>
