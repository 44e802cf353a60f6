import { thread } from '../workers/thread.ts'
import type { Found, SearchRequest } from './retrieval.ts'

export type { SearchRequest }

/** Milliseconds after which a search is given up. */
const longest = 20_000

/** Searches in a worker thread, so that no query ever holds up the server. */
export const searching = ({ dataDir }: { dataDir: string }) => {
  const worker = thread({ name: 'search', data: { dataDir }, idle: 120_000 })
  return {
    /**
     * The best passages first, and the words that were corrected; none for a query without a word. Rejects with the
     * signal's reason once it is aborted.
     */
    search: (request: SearchRequest, signal?: AbortSignal): Promise<Found> =>
      worker.call('search', request, { signal, stall: longest }),
    close: () => worker.close(),
  }
}
export type Searching = ReturnType<typeof searching>
