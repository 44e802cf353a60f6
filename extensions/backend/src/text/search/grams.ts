import { fold, kindAt, letterKinds } from '../language/words.ts'

/** Letters of a sequence; in scripts without spaces two say as much. */
const length = 5

/**
 * How much of the query's letter sequences each text has, 0 to 1; those that few of the texts have count more.
 * Sequences run over the spaces between words, so that neighbours count too.
 */
export const grams = (query: string, texts: readonly string[]): number[] => {
  const wanted = new Map<number, number>()
  scan(query, (gram) => {
    if (!wanted.has(gram)) wanted.set(gram, wanted.size)
  })
  const filter = new Uint8Array(0x10000)
  for (const gram of wanted.keys()) filter[gram & 0xffff] = 1
  const having = new Uint32Array(wanted.size)
  const found = texts.map((text) => {
    const own = new Set<number>()
    scan(text, (gram) => {
      if (filter[gram & 0xffff] === 0) return
      const at = wanted.get(gram)
      if (at !== undefined) own.add(at)
    })
    for (const at of own) having[at] = (having[at] ?? 0) + 1
    return own
  })
  const weights = Float64Array.from(having, (count) => (count === 0 ? 0 : Math.log(1 + texts.length / (count + 0.5))))
  const total = weights.reduce((sum, weight) => sum + weight, 0) || 1
  return found.map((own) => [...own].reduce((sum, at) => sum + (weights[at] as number), 0) / total)
}

/** Odd, so that multiplying by it loses nothing; its power takes the oldest letter out of the rolling hash. */
const base = 0x01000193
const oldest = Array(length).fill(base).reduce(Math.imul, 1)

/** Calls `take` with a 32-bit hash of each sequence of a text. */
const scan = (text: string, take: (gram: number) => void): void => {
  const folded = fold(text)
  const window = new Uint16Array(length)
  let hash = 0
  let count = 0
  let dense = 0
  const push = (unit: number) => {
    const slot = count % length
    hash = (Math.imul(hash, base) + unit - Math.imul(window[slot] as number, oldest)) | 0
    window[slot] = unit
    if (++count >= length) take(hash)
  }
  push(32)
  for (let at = 0; at < folded.length; at++) {
    const kind = kindAt(folded, at)
    const unit = folded.charCodeAt(at)
    if (kind === letterKinds.dense) {
      if (dense > 0) take((Math.imul(dense, base) + unit) | 0)
      dense = unit
      continue
    }
    dense = 0
    if (kind === letterKinds.spaced) push(unit)
    else if (window[(count - 1) % length] !== 32) push(32)
  }
  if (window[(count - 1) % length] !== 32) push(32)
}
