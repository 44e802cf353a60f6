import { AppError, fail } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import { asPassage } from '../../models/embedding-words.ts'
import type { VectorSet } from '../../storage/library/library.ts'
import { normalised } from '../../text/search/vectors.ts'
import type { ModelService } from '../models/connected-models.ts'

/** Texts in a request: as many as take a moment, so that a query, which waits its turn, is answered soon after. */
const fewest = 4
const first = 16
const most = 64
const shortMoment = 700
const longMoment = 2000

/** Passages in a row that a model may refuse. */
const mostRefused = 5

/** What a model says to a text that is too long for it, or that it cannot take for another reason. */
const refusals = new Set(['model.full', 'provider.refused-request'])

/** Vectors of length 1, of some `dimensions`; nothing for a text that has none which can be used. */
type Answer = { vectors: (Float32Array | undefined)[]; dimensions?: number }

/** Asks a model for vectors of passages, as many at a time as it is quick with. */
export const asking = (models: Pick<ModelService, 'embed'>) => {
  let size = first
  let refused = 0

  const request = async ({ providerId, model }: VectorSet, texts: readonly string[], signal: AbortSignal) => {
    const began = performance.now()
    const wanted = texts.map((text) => asPassage(model, text))
    const found = await models.embed({ providerId, modelId: model }, wanted, signal)
    const took = performance.now() - began
    if (took < shortMoment) size = Math.min(size * 2, most)
    if (took > longMoment) size = Math.max(Math.ceil(size / 2), Math.min(size, fewest))
    refused = 0
    return found
  }

  /** Nothing when fewer are to be asked for: a text that the model refuses is found so, and stays without a vector. */
  const ask = async (set: VectorSet, texts: readonly string[], signal: AbortSignal) => {
    try {
      return await request(set, texts, signal)
    } catch (error) {
      if (!(error instanceof AppError) || !refusals.has(error.code) || refused >= mostRefused) throw error
      if (texts.length > 1) {
        size = 1
        return undefined
      }
      refused += 1
      return [new Float32Array()]
    }
  }

  return {
    /** Texts to ask for at once. */
    get size(): number {
      return size
    },
    /**
     * Vectors for these texts; nothing when the same are to be asked for again, fewer at a time.
     * @throws ModelError, AppError when the vectors can be none of a model for embeddings
     */
    async ask(set: VectorSet, texts: readonly string[], signal: AbortSignal): Promise<Answer | undefined> {
      if (texts.length === 0) return { vectors: [] }
      const found = await ask(set, texts, signal)
      if (!found) return undefined
      const vectors = found.map((vector) => normalised(vector))
      const dimensions = lengthOf(vectors, set)
      return { vectors, ...(dimensions !== undefined && { dimensions }) }
    },
  }
}

/** The length that all have; undefined where none can be used. */
const lengthOf = (vectors: readonly (Float32Array | undefined)[], { model }: VectorSet): number | undefined => {
  const lengths = new Set(vectors.flatMap((vector) => (vector ? [vector.length] : [])))
  if (lengths.size > 1) {
    fail('embeddings.uneven', words.models.unevenVectors(model))
  }
  if (lengths.size === 0 && vectors.length >= fewest) {
    fail('embeddings.empty', words.models.emptyVectors(model))
  }
  return [...lengths][0]
}
