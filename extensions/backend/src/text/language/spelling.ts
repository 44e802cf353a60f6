import { editDistance } from './edit-distance.ts'

/** Letters that a misspelled word has at least: of shorter ones too many others are near. */
const shortest = 4
/** From this length on two mistakes are made good, not one. */
const long = 8

/** Whether a folded word is one that could be misspelled, and that others could be corrected to. */
export const isCorrectable = (word: string): boolean => word.length >= shortest && /^\p{L}+$/u.test(word)

/** What a misspelled word may begin with if it was meant right: as it stands, or with a mistake in its first letters. */
export const beginnings = (word: string): string[] => {
  const [a = '', b = '', c = ''] = word
  return [...new Set([a + b, a + c, b + a, b + c])]
}

/** Those of the known words that are nearest to a misspelled one; none when none is near. */
export const nearest = (word: string, known: Iterable<string>): string[] => {
  let limit = word.length >= long ? 2 : 1
  let found: string[] = []
  for (const each of known) {
    if (Math.abs(each.length - word.length) > limit) continue
    const away = editDistance(word, each, limit)
    if (away > limit || away === 0) continue
    if (away < limit) found = []
    limit = away
    found.push(each)
  }
  return [...new Set(found)]
}
