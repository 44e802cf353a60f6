import { thread } from '../base/thread.ts'
import type { InputOf } from '../base/thread-calls.ts'
import type { LikeRequest, ScanRequest } from '../storage/index/vectors.ts'
import type { VectorCalls } from './vectors.worker.ts'

/** Milliseconds after which a scan is given up. */
const SCAN_TIMEOUT = 20_000

/** Vectors of passages, read, written and compared in a thread of their own. */
export const openVectors = ({ dataDir, onError }: { dataDir: string; onError?: (error: Error) => void }) => {
  const worker = thread<VectorCalls>({ name: 'vectors', data: { dataDir }, idle: 120_000, onError })
  return {
    /** How many calls it is at. */
    get load(): number {
      return worker.load
    },
    /** The texts that come next in these documents. */
    texts: (request: InputOf<VectorCalls['texts']>) => worker.call('texts', request),
    /** Stores the vectors of such texts. */
    store: (request: InputOf<VectorCalls['store']>) => worker.call('store', request),
    /** Removes all vectors that are not of this set, little by little; 0 leaves none. */
    removeBut: (set: number) => worker.call('removeBut', set),
    /** The passages that are nearest to a query. */
    scan: (request: ScanRequest, signal?: AbortSignal) => worker.call('scan', request, { signal, stall: SCAN_TIMEOUT }),
    /** The passages that are nearest to a passage or a document; undefined where that has no vector. */
    like: (request: LikeRequest, signal?: AbortSignal) => worker.call('like', request, { signal, stall: SCAN_TIMEOUT }),
    close: () => worker.close(),
  }
}
