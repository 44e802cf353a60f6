import { analysing } from '../../workers/analysis-threads.ts'
import { databaseCareThread } from '../../workers/database-care-thread.ts'
import { indexing } from '../../workers/index-threads.ts'
import { searching } from '../../workers/search-thread.ts'
import { snapshotThreads } from '../../workers/snapshot-threads.ts'
import { openVectors } from '../../workers/vectors-thread.ts'
import type { Foundation } from '../foundation.ts'

/** The threads that do the heavy work; each starts with its first call. */
export const openThreads = ({ dataDir, damage, log }: Foundation) => {
  const options = { dataDir, onError: damage.met }
  return {
    indexing: indexing({ ...options, log }),
    vectors: openVectors(options),
    analysing: analysing(options),
    searchThread: searching(options),
    snapshotThreads: snapshotThreads(),
    databaseCareThread: databaseCareThread(dataDir),
  }
}
export type Threads = ReturnType<typeof openThreads>
