import { setTimeout as delay } from 'node:timers/promises'
import { workerData } from 'node:worker_threads'
import { serve } from '../base/thread-calls.ts'
import { connect } from '../storage/database/database.ts'
import { type LikeRequest, type ScanRequest, vectorStore } from '../storage/index/vectors.ts'
import type { StoreRequest, TextsRequest } from './vectors-thread.ts'

const { dataDir } = workerData as { dataDir: string }
const store = vectorStore(connect(dataDir, 'writer'))

/** Milliseconds between two transactions, in which other writers get their turn. */
const breath = 2

const removeBut = async (set: number): Promise<void> => {
  while (store.removeSomeBut(set)) await delay(breath)
}

serve({
  texts: ({ documents, limit }: TextsRequest) => store.texts(documents, limit),
  store: ({ set, lease, parts }: StoreRequest) => store.store(set, lease, parts),
  scan: (request: ScanRequest) => store.scan(request),
  like: (request: LikeRequest) => store.like(request),
  removeBut,
})
