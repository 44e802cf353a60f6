/**
 * A vector at length 1, so that the product of two is the cosine of the angle between them; undefined for one that points
 * nowhere: all zeros, or a number that is none.
 */
export const normalised = (vector: Float32Array): Float32Array | undefined => {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
  return length > 0 && Number.isFinite(length) ? vector.map((value) => value / length) : undefined
}

/** The product of `query` with the vector that starts at `at`. Four sums at once run twice as fast as one. */
const product = (query: Float32Array, vectors: Float32Array, at: number): number => {
  const { length } = query
  let [a, b, c, d] = [0, 0, 0, 0]
  let index = 0
  for (; index + 3 < length; index += 4) {
    a += (query[index] as number) * (vectors[at + index] as number)
    b += (query[index + 1] as number) * (vectors[at + index + 1] as number)
    c += (query[index + 2] as number) * (vectors[at + index + 2] as number)
    d += (query[index + 3] as number) * (vectors[at + index + 3] as number)
  }
  for (; index < length; index++) a += (query[index] as number) * (vectors[at + index] as number)
  return a + b + c + d
}

/**
 * Where vectors point to in the middle, at length 1; of the one called `only`, where it is given. They come in parts: the
 * numbers that name them, and themselves one behind the other. Undefined where there are none.
 */
export const middleOf = (parts: readonly [Float64Array, Float32Array][], only?: number): Float32Array | undefined => {
  let sum: Float32Array | undefined
  for (const [numbers, vectors] of parts) {
    const length = vectors.length / Math.max(numbers.length, 1)
    sum ??= new Float32Array(length)
    for (const [index, number] of numbers.entries()) {
      if (only !== undefined && number !== only) continue
      for (let at = 0; at < length; at++) sum[at] = (sum[at] as number) + (vectors[index * length + at] as number)
    }
  }
  return sum && normalised(sum)
}

export type Near = { number: number; score: number }

/**
 * Every query has a nearest vector, however far it is. How near is near differs from model to model, so what counts is how
 * far a vector stands out: in standard deviations above the mean of all, fewer where few are compared.
 */
const standsOut = { few: 0.5, many: 1.5 }
const many = 100

/** Keeps the `most` vectors that are nearest to `query` of all that it is shown, in a heap whose root is the farthest. */
export const nearestTo = (query: Float32Array, most: number) => {
  const heap: Near[] = []
  let [count, sum, squares] = [0, 0, 0]

  const sink = (from: number) => {
    for (let at = from; ; ) {
      const left = 2 * at + 1
      let least = at
      if (left < heap.length && scoreAt(left) < scoreAt(least)) least = left
      if (left + 1 < heap.length && scoreAt(left + 1) < scoreAt(least)) least = left + 1
      if (least === at) return
      swap(at, least)
      at = least
    }
  }
  const rise = (from: number) => {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1
      if (scoreAt(parent) <= scoreAt(at)) return
      swap(at, parent)
      at = parent
    }
  }
  const scoreAt = (at: number) => (heap[at] as Near).score
  const swap = (a: number, b: number) => {
    const held = heap[a] as Near
    heap[a] = heap[b] as Near
    heap[b] = held
  }

  return {
    /** Looks at vectors that stand one after the other; `numbers` names each of them. */
    look(numbers: Float64Array, vectors: Float32Array): void {
      for (let index = 0; index < numbers.length; index++) {
        const score = product(query, vectors, index * query.length)
        count += 1
        sum += score
        squares += score * score
        if (heap.length < most) {
          heap.push({ number: numbers[index] as number, score })
          rise(heap.length - 1)
        } else if (score > scoreAt(0)) {
          heap[0] = { number: numbers[index] as number, score }
          sink(0)
        }
      }
    },
    /** The nearest first; only those that stand out from all that it was shown. */
    found(): Near[] {
      const mean = sum / Math.max(count, 1)
      const deviation = Math.sqrt(Math.max(squares / Math.max(count, 1) - mean * mean, 0))
      const least = mean + (count < many ? standsOut.few : standsOut.many) * deviation
      const near = count < 3 ? heap : heap.filter(({ score }) => score >= least)
      return near.toSorted((a, b) => b.score - a.score || a.number - b.number)
    },
  }
}
