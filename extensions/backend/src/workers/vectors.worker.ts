import { setTimeout as delay } from 'node:timers/promises'
import { workerData } from 'node:worker_threads'
import { serve } from '../base/thread-calls.ts'
import { connect } from '../storage/database/database.ts'
import type { OpenDocument } from '../storage/index/embeddings.ts'
import { type LikeRequest, type ScanRequest, type VectorPart, vectorStore } from '../storage/index/vectors.ts'

const { dataDir } = workerData as { dataDir: string }
const store = vectorStore(connect(dataDir, 'writer'))

type TextsRequest = { documents: readonly OpenDocument[]; limit: number }
type StoreRequest = { set: number; lease: string; parts: readonly VectorPart[] }

/** Milliseconds between two transactions, in which other writers get their turn. */
const breath = 2

const removeBut = async (set: number): Promise<void> => {
  while (store.removeSomeBut(set)) await delay(breath)
}

const served = {
  texts: ({ documents, limit }: TextsRequest) => store.texts(documents, limit),
  store: ({ set, lease, parts }: StoreRequest) => store.store(set, lease, parts),
  scan: (request: ScanRequest) => store.scan(request),
  like: (request: LikeRequest) => store.like(request),
  removeBut,
}
export type VectorCalls = typeof served
serve(served)
