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
    const away = distance(word, each, limit)
    if (away > limit || away === 0) continue
    if (away < limit) found = []
    limit = away
    found.push(each)
  }
  return [...new Set(found)]
}

/**
 * How many letters are to be put in, left out, replaced or swapped with the next to make one word of the other (optimal
 * string alignment); more than `limit` where it is more.
 */
export const distance = (one: string, other: string, limit: number): number => {
  let before: number[] = []
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let j = 1; j <= other.length; j++) {
      const isSame = one[i - 1] === other[j - 1]
      let cost = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (isSame ? 0 : 1))
      const isSwapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
      if (isSwapped) cost = Math.min(cost, (before[j - 2] ?? 0) + 1)
      next.push(cost)
    }
    if (Math.min(...next) > limit) return limit + 1
    before = row
    row = next
  }
  return row[other.length] ?? limit + 1
}
