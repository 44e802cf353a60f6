import type { Logger } from '../../base/log.ts'
import { asQuery } from '../../models/embedding-words.ts'
import type { VectorSet } from '../../storage/library/library.ts'
import type { ModelService } from '../models/connected-models.ts'

/** Queries whose vectors are kept. */
const mostKept = 500
/** Milliseconds after which a request is ended; its answer is kept for the next time though nobody waits any more. */
const longest = 30_000
/** Milliseconds without a further request after one that failed. */
const rest = 15_000

type Options = { models: Pick<ModelService, 'embed'>; log: Logger }

/** Vectors of queries, kept: a query is asked for once, also when nobody waited for its vector to the end. */
export const queryVectors = ({ models, log }: Options) => {
  const kept = new Map<string, Promise<Float32Array>>()
  let restsUntil = 0

  const ask = async ({ providerId, model }: VectorSet, query: string): Promise<Float32Array> => {
    const texts = [asQuery(model, query)]
    const [vector] = await models.embed({ providerId, modelId: model }, texts, AbortSignal.timeout(longest))
    return vector as Float32Array
  }

  const keep = (key: string, make: () => Promise<Float32Array>): Promise<Float32Array> => {
    const vector = kept.get(key) ?? make()
    kept.delete(key) // and back to the end: the one that was not asked for longest goes first
    kept.set(key, vector)
    for (const oldest of kept.keys()) if (kept.size > mostKept) kept.delete(oldest)
    return vector
  }

  /** The vector of a query as the model gives it; nothing when it fails, or did so a moment ago. */
  return async (set: VectorSet, query: string): Promise<Float32Array | undefined> => {
    const key = `${set.number} ${query}`
    if (!kept.has(key) && Date.now() < restsUntil) return undefined
    try {
      return await keep(key, () => ask(set, query))
    } catch (error) {
      if (kept.delete(key)) log.warn({ err: error }, 'a query got no vector')
      restsUntil = Date.now() + rest
      return undefined
    }
  }
}
