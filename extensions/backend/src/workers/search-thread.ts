import { thread } from '../base/thread.ts'
import type { AnswerRequest } from '../text/answers/answer.ts'
import type { SearchRequest, SimilarRequest } from './search/retrieval.ts'
import type { SearchCalls } from './search.worker.ts'

/** Milliseconds after which a search is given up. */
const SEARCH_TIMEOUT = 20_000

/** Searches in a worker thread, so that no query ever holds up the server. All reject with the signal's reason once it is aborted. */
export const searching = ({ dataDir, onError }: { dataDir: string; onError?: (error: Error) => void }) => {
  const worker = thread<SearchCalls>({ name: 'search', data: { dataDir }, idle: 120_000, onError })
  return {
    /** The best passages first, with what was corrected and filtered; none for an empty query. */
    search: (request: SearchRequest, signal?: AbortSignal) =>
      worker.call('search', request, { signal, stall: SEARCH_TIMEOUT }),
    /** The same with every score that led to it. */
    recall: (request: SearchRequest, signal?: AbortSignal) =>
      worker.call('recall', request, { signal, stall: SEARCH_TIMEOUT }),
    /** What is most like a passage or a document. */
    similar: (request: SimilarRequest, signal?: AbortSignal) =>
      worker.call('similar', request, { signal, stall: SEARCH_TIMEOUT }),
    /** The extractive answer from what was found. */
    quote: (request: AnswerRequest, signal?: AbortSignal) =>
      worker.call('quote', request, { signal, stall: SEARCH_TIMEOUT }),
    close: () => worker.close(),
  }
}
export type Searching = ReturnType<typeof searching>
