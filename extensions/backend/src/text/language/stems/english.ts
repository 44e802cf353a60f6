/**
 * The Porter stemmer (M. F. Porter, "An algorithm for suffix stripping", 1980, https://tartarus.org/martin/PorterStemmer)
 * for lower-case ASCII words: `connections` and `connected` both become `connect`.
 */
export const stem = (word: string): string => {
  if (word.length < 3) return word
  return step5(derived(inflected(word)))
}

const isConsonant = (word: string, at: number): boolean => {
  const letter = word[at] as string
  if ('aeiou'.includes(letter)) return false
  return letter !== 'y' || at === 0 || !isConsonant(word, at - 1)
}

/** Porter's m: how many times a vowel is followed by a consonant. */
const measure = (word: string): number => {
  let m = 0
  let afterVowel = false
  for (let at = 0; at < word.length; at++) {
    const consonant = isConsonant(word, at)
    if (consonant && afterVowel) m++
    afterVowel = !consonant
  }
  return m
}

const hasVowel = (word: string) => {
  for (let at = 0; at < word.length; at++) if (!isConsonant(word, at)) return true
  return false
}

const endsDouble = (word: string) => {
  const last = word.length - 1
  return last > 0 && word[last] === word[last - 1] && isConsonant(word, last)
}

/** Porter's *o: ends consonant, vowel, consonant other than w, x, y. */
const endsShort = (word: string) => {
  const last = word.length - 1
  if (last < 2 || 'wxy'.includes(word[last] as string)) return false
  return isConsonant(word, last) && !isConsonant(word, last - 1) && isConsonant(word, last - 2)
}

const cut = (word: string, count: number) => word.slice(0, word.length - count)

/** Step 1: plurals, -ed, -ing, and y after a vowel. */
const inflected = (given: string): string => {
  let word = given
  if (word.endsWith('sses') || word.endsWith('ies')) word = cut(word, 2)
  else if (word.endsWith('s') && !word.endsWith('ss')) word = cut(word, 1)

  if (word.endsWith('eed')) {
    if (measure(cut(word, 3)) > 0) word = cut(word, 1)
  } else {
    const rest = word.endsWith('ed') ? cut(word, 2) : word.endsWith('ing') ? cut(word, 3) : undefined
    if (rest !== undefined && hasVowel(rest)) word = mended(rest)
  }
  return word.endsWith('y') && hasVowel(cut(word, 1)) ? `${cut(word, 1)}i` : word
}

/** Puts right what taking off -ed or -ing left behind: `hopp` becomes `hop`, `hop` (from hoping) `hope`. */
const mended = (word: string) => {
  if (/(?:at|bl|iz)$/.test(word)) return `${word}e`
  if (endsDouble(word) && !/[lsz]$/.test(word)) return cut(word, 1)
  return measure(word) === 1 && endsShort(word) ? `${word}e` : word
}

/** `suffix:replacement`, the longer of two that end alike first. */
const rules = (table: string) =>
  table.split(/\s+/).map((rule) => rule.split(':') as [suffix: string, replacement: string])

const step2 = rules(
  `ational:ate tional:tion enci:ence anci:ance izer:ize logi:log bli:ble alli:al entli:ent eli:e ousli:ous ization:ize
   ation:ate ator:ate alism:al iveness:ive fulness:ful ousness:ous aliti:al iviti:ive biliti:ble`,
)
const step3 = rules('icate:ic ative: alize:al iciti:ic ical:ic ful: ness:')
const step4 = 'ement ance ence able ible ment ant ent ism ate iti ous ive ize ion al er ic ou'.split(' ')

/** Steps 2 to 4: suffixes that make one word from another. */
const derived = (given: string): string => {
  const word = replaced(replaced(given, step2), step3)
  const suffix = step4.find((each) => word.endsWith(each))
  if (suffix === undefined) return word
  const rest = cut(word, suffix.length)
  if (measure(rest) <= 1 || (suffix === 'ion' && !/[st]$/.test(rest))) return word
  return rest
}

const replaced = (word: string, table: readonly (readonly [string, string])[]) => {
  const rule = table.find(([suffix]) => word.endsWith(suffix))
  if (!rule) return word
  const rest = cut(word, rule[0].length)
  return measure(rest) > 0 ? rest + rule[1] : word
}

/** Step 5: a last e, and -ll. */
const step5 = (given: string): string => {
  let word = given
  if (word.endsWith('e')) {
    const rest = cut(word, 1)
    const m = measure(rest)
    if (m > 1 || (m === 1 && !endsShort(rest))) word = rest
  }
  return word.endsWith('ll') && measure(word) > 1 ? cut(word, 1) : word
}
