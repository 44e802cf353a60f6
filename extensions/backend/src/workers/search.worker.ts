import { workerData } from 'node:worker_threads'
import { serve } from '../base/thread-calls.ts'
import { connect } from '../storage/database/database.ts'
import { type AnswerRequest, composeAnswer } from '../text/answers/answer.ts'
import { retrieval, type SearchRequest, type SimilarRequest } from './search/retrieval.ts'

const { dataDir } = workerData as { dataDir: string }
const db = connect(dataDir, 'reader')
// Kibibytes: BM25 looks up the length of every passage that it scores. More made no search in a million passages faster, as
// the system keeps the file in memory itself.
db.exec('PRAGMA cache_size = -16384')
const { search, recall, similar } = retrieval(db)

const served = {
  search: (request: SearchRequest) => search(request),
  recall: (request: SearchRequest) => recall(request),
  similar: (request: SimilarRequest) => similar(request),
  quote: (request: AnswerRequest) => composeAnswer(request),
}
export type SearchCalls = typeof served
serve(served)
