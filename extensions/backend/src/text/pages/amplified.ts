import * as words from '../../base/words/index.ts'

/** Characters of text that any file may have, however small it is: some seconds of work. */
const harmless = 5_000_000
/**
 * Characters for each byte of a file beyond that. Tables whose words stand for strings that are written once, and whose values
 * stand with their labels, come to 20, at most to 50; what repeats one long string without end comes to thousands.
 */
const suspicious = 50
const perByte = 200
/** Characters of the largest text that is indexed. */
const most = 500_000_000

/** Whether so many characters of a file of `bytes` call for a look at how many are to come. */
export const isSuspicious = (characters: number, bytes: number): boolean =>
  characters > Math.max(harmless, bytes * suspicious)

/** Why the file `name` of `bytes` with so many characters of text is not read on, for people; undefined where it may be. */
export const tooMuchText = (name: string, characters: number, bytes: number): string | undefined => {
  if (characters > most) return words.reading.tooMuchText(name)
  if (characters <= Math.max(harmless, bytes * perByte)) return undefined
  return words.reading.repeatedText(name, perByte)
}
