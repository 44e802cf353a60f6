import { describe, expect, it } from 'vitest'
import { fuse } from '../../../extensions/backend/src/text/search/fuse.ts'
import { nearestTo, normalised } from '../../../extensions/backend/src/text/search/vectors.ts'
import { random } from '../../support/random.ts'

describe('vectors', () => {
  it('get length 1; one without a direction is none', () => {
    expect(normalised(Float32Array.of(3, 4))).toEqual(Float32Array.of(0.6, 0.8))
    for (const useless of [[0, 0], [Number.NaN, 1], [Number.POSITIVE_INFINITY, 1], []]) {
      expect(normalised(Float32Array.from(useless))).toBeUndefined()
    }
  })

  it.each([1, 3, 7, 8])('of %d dimensions: the nearest are those that sorting all of them finds', (dimensions) => {
    const next = random(dimensions)
    const vector = () => Float32Array.from({ length: dimensions }, () => next() - 0.5)
    const query = vector()
    const all = Array.from({ length: 500 }, (_, number) => ({ number, vector: vector() }))
    const nearest = nearestTo(query, 20)
    for (let at = 0; at < all.length; at += 70) {
      const part = all.slice(at, at + 70)
      nearest.look(
        Float64Array.from(part, ({ number }) => number),
        Float32Array.from(part.flatMap(({ vector }) => [...vector])),
      )
    }
    const product = (other: Float32Array) => other.reduce((sum, value, at) => sum + value * (query[at] as number), 0)
    const sorted = all.toSorted((a, b) => product(b.vector) - product(a.vector)).slice(0, 20)
    const found = nearest.found().map(({ number }) => number)
    expect(found.length).toBeGreaterThan(0)
    expect(found).toEqual(sorted.map(({ number }) => number).slice(0, found.length))
  })

  it('that stand out from the others count as near, not the least far of those that are all far', () => {
    const nearest = nearestTo(Float32Array.of(1, 0), 20)
    const far = Array.from({ length: 200 }, (_, n) => [0.1 + (n % 5) / 100, 0.9])
    const all = [...far, [0.9, 0.1], [0.8, 0.2]]
    nearest.look(Float64Array.from(all.keys()), Float32Array.from(all.flat()))
    expect(nearest.found().map(({ number }) => number)).toEqual([200, 201])
  })
})

describe('fuse', () => {
  it('puts first what both lists have, and says where each has it', () => {
    const fused = fuse([10, 20, 30], [30, 40])
    expect(fused.map(({ number }) => number)).toEqual([30, 10, 20, 40])
    expect(fused[0]).toEqual({ number: 30, words: 3, meaning: 1, score: 1 / 63 + 1 / 61 })
    expect(fused[1]).toEqual({ number: 10, words: 1, score: 1 / 61 })
  })

  it('leaves one list as it is when the other is empty', () => {
    expect(fuse([3, 1, 2], []).map(({ number }) => number)).toEqual([3, 1, 2])
    expect(fuse([], [3, 1, 2]).map(({ number }) => number)).toEqual([3, 1, 2])
  })
})
