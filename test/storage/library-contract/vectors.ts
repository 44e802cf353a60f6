import { describe, expect, it } from 'vitest'
import type { EmbeddingClaim } from '../../../extensions/backend/src/storage/library/library.ts'
import { begin, type Start } from './engine.ts'

const texts = ['one', 'two', 'three']
const vectors = [Float32Array.of(1, 0), Float32Array.of(0.8, 0.6), Float32Array.of(0, 1)]

const embedding = async (start: Start) => {
  const begun = await begin(start)
  const { library } = begun
  const { document } = await begun.read('numbers.txt', texts)
  const set = await library.vectors.setOf('provider', 'model')
  const claim = async (passages = 9, after = 0) => {
    const found = await library.vectors.claim(set.number, passages, after)
    return found as { claim: EmbeddingClaim; last: number }
  }
  /** Stores the vectors of what comes next under a claim. */
  const store = async ({ documents, lease }: EmbeddingClaim, limit = 9) => {
    const parts = await library.vectors.texts({ documents, limit })
    const made = parts.map(({ texts: own, ...part }) => ({
      ...part,
      vectors: own.map((text) => vectors[texts.indexOf(text)]),
    }))
    await library.vectors.store({ set: set.number, lease, parts: made })
    return parts.flatMap((part) => part.texts)
  }
  const near = () => {
    const { workspaceNumber } = begun
    return library.vectors.scan({ set: set.number, workspaceNumber, query: Float32Array.of(1, 0), most: 9 })
  }
  return { ...begun, document, set, claim, store, near }
}

export const vectorsContract = (start: Start) =>
  describe('vectors', () => {
    it('are made part by part, each passage once, and found by nearness', async () => {
      const { library, workspaceId, workspaceNumber, document, set, claim, store, near } = await embedding(start)
      expect(await library.vectors.progress(set.number)).toEqual([{ id: workspaceId, done: 0, total: 3 }])
      expect(await store((await claim(2)).claim, 2)).toEqual(['one', 'two'])
      expect(await library.vectors.progress(set.number)).toEqual([{ id: workspaceId, done: 2, total: 3 }])
      expect(await store((await claim()).claim)).toEqual(['three'])
      expect(await claim()).toBeUndefined()
      const [nearest] = await near()
      expect(nearest?.score).toBeCloseTo(1)
      const [first] = await library.pages.passages(document.id, 1)
      const wanted = { set: set.number, workspaceNumber, documentId: document.id, most: 9 }
      const like = await library.vectors.like({ ...wanted, passageId: first?.id })
      expect(like?.map(({ number }) => number)).not.toContain(nearest?.number)
      expect(await library.vectors.like(wanted)).toEqual([])
      expect(await library.vectors.like({ ...wanted, documentId: crypto.randomUUID() })).toBeUndefined()
    })

    it('are claimed by one at a time, and not stored once that was lost', async () => {
      const { engine, library, set, claim, store, near } = await embedding(start)
      const { claim: first } = await claim()
      const other = await engine.open()
      expect(await other.vectors.claim(set.number, 9, 0)).toBeUndefined()
      expect(await library.vectors.heartbeat(first.lease)).toBe(true)
      await library.vectors.release(first.lease)
      expect(await library.vectors.heartbeat(first.lease)).toBe(false)
      await store(first)
      expect(await near()).toEqual([])
      expect((await other.vectors.claim(set.number, 9, 0))?.claim.documents).toHaveLength(1)
    })

    it('of another model end those of the one before', async () => {
      const { library, set, claim, store, near } = await embedding(start)
      await library.vectors.measured(set.number, 2)
      await library.vectors.measured(set.number, 5)
      expect(await library.vectors.set()).toEqual({ ...set, dimensions: 2 })
      expect(await library.vectors.setOf('provider', 'model')).toEqual({ ...set, dimensions: 2 })
      await store((await claim()).claim)
      const next = await library.vectors.setOf('provider', 'another')
      expect(next.number).not.toBe(set.number)
      await library.vectors.removeBut(next.number)
      expect(await near()).toEqual([])
      expect(await library.vectors.begin({ providerId: 'provider', model: 'another', dimensions: 3 })).toMatchObject({
        dimensions: 3,
      })
      await library.vectors.end()
      expect(await library.vectors.set()).toBeUndefined()
    })

    it('go with their document', async () => {
      const { library, document, claim, store, near } = await embedding(start)
      await store((await claim()).claim)
      expect(await library.vectors.hasVectors()).toBe(true)
      await library.documents.forget((await library.documents.hide(document.id)) as never)
      expect(await near()).toEqual([])
      expect(await library.vectors.hasVectors()).toBe(false)
    })
  })
