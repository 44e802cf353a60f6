import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from '../../log.ts'
import { asQuery } from '../../models/embedding-words.ts'
import type { VectorSet } from '../../storage/embeddings.ts'
import type { ModelService } from '../models.ts'

/** Queries whose vectors are kept. */
const mostKept = 500
/** Milliseconds after which a request is ended; its answer is kept for the next time though nobody waits any more. */
const longest = 30_000
/** Milliseconds without a further request after one that failed. */
const rest = 15_000

export type QueryVector = { is: 'there'; vector: Float32Array } | { is: 'late' } | { is: 'failed' }

type Options = {
  models: Pick<ModelService, 'embed'>
  log: Logger
  /** Milliseconds that a search waits for the vector of its query. */
  patience: number
}

/** Vectors of queries, waited for shortly and kept: a search must not hang on a model that is slow or gone. */
export const queryVectors = ({ models, log, patience }: Options) => {
  const kept = new Map<string, Promise<Float32Array>>()
  let restsUntil = 0

  const ask = async ({ providerId, model }: VectorSet, query: string): Promise<Float32Array> => {
    const [vector] = await models.embed(
      { providerId, modelId: model },
      [asQuery(model, query)],
      AbortSignal.timeout(longest),
    )
    return vector as Float32Array
  }

  const keep = (key: string, make: () => Promise<Float32Array>): Promise<Float32Array> => {
    const vector = kept.get(key) ?? make()
    kept.delete(key) // and back to the end: the one that was not asked for longest goes first
    kept.set(key, vector)
    for (const oldest of kept.keys()) if (kept.size > mostKept) kept.delete(oldest)
    return vector
  }

  return {
    /** The vector of a query as the model gives it. */
    async of(set: VectorSet, query: string): Promise<QueryVector> {
      const key = `${set.number} ${query}`
      if (!kept.has(key) && Date.now() < restsUntil) return { is: 'failed' }
      const vector = keep(key, () => ask(set, query)).then(
        (vector): QueryVector => ({ is: 'there', vector }),
        (error: unknown): QueryVector => {
          if (kept.delete(key)) log.warn({ err: error }, 'a query got no vector')
          restsUntil = Date.now() + rest
          return { is: 'failed' }
        },
      )
      const clock = new AbortController()
      const late = delay(patience, { is: 'late' } as const, { ref: false, signal: clock.signal }).catch(
        () => ({ is: 'late' }) as const,
      )
      return Promise.race([vector, late]).finally(() => clock.abort())
    },
  }
}
