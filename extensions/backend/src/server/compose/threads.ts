import { analysing } from '../../workers/analysis-threads.ts'
import { databaseCareThread } from '../../workers/database-care-thread.ts'
import { snapshotThreads } from '../../workers/snapshot-threads.ts'
import type { Foundation } from '../foundation.ts'

/** The threads that do the heavy work; each starts with its first call. */
export const openThreads = ({ dataDir, damage, threads }: Foundation) => {
  const options = { dataDir, onError: damage.met }
  return {
    ...threads,
    analysing: analysing(options),
    snapshotThreads: snapshotThreads(),
    databaseCareThread: databaseCareThread(dataDir),
  }
}
export type Threads = ReturnType<typeof openThreads>
