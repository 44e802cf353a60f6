import { workerData } from 'node:worker_threads'
import { retrieval, type SearchRequest } from '../services/retrieval.ts'
import { connect } from '../storage/database.ts'
import { serve } from './calls.ts'

const { dataDir } = workerData as { dataDir: string }
const { search } = retrieval(connect(dataDir, 'reader'))

serve({ search: (request: SearchRequest) => search(request) })
