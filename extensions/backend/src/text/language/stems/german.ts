/**
 * A German word, folded to ASCII, without its endings: the steps of Snowball's German stemmer
 * (https://snowballstem.org/algorithms/german/stemmer.html) for words whose umlauts are gone. Cut after eight letters, which
 * brings a compound to its first part: `Verteidigungsminister` and `Verteidigung` both become `verteidi`.
 */
export const german = (word: string): string => {
  const r1 = Math.max(regionAfter(word, 0), 3)
  const r2 = regionAfter(word, r1)
  let stem = without(word, /(?:ern|em|er|en|es|e|(?<=[bdfghklmnrt])s)$/, r1)
  stem = without(stem, /(?:est|en|er|(?<=.{3}[bdfghklmnt])st)$/, r1)
  stem = without(stem, /(?:end|ung|(?<!e)(?:ig|ik|isch)|lich|heit|keit)$/, r2)
  return stem.slice(0, longest)
}

const longest = 8

/** Where the region begins that follows the first consonant after a vowel. */
const regionAfter = (word: string, from: number): number => {
  const match = /[aeiouy][^aeiouy]/.exec(word.slice(from))
  return match ? from + match.index + 2 : word.length
}

/** Takes an ending off when all of it lies in the region. */
const without = (word: string, ending: RegExp, region: number): string => {
  const match = ending.exec(word)
  return match && match.index >= region ? word.slice(0, match.index) : word
}
