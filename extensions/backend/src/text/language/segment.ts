/** Scripts that write words without spaces between them. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

/** Whether words in `text` cannot be told apart by spaces alone. */
export const isUnspaced = (text: string) => unspaced.test(text)

let segmenter: Intl.Segmenter | undefined

/** Words of a text in a script without spaces, by the dictionaries of ICU; offsets are UTF-16, relative to `text`. */
export const segment = (text: string): { text: string; start: number; end: number }[] => {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'word' })
  const words = []
  for (const { segment: word, index, isWordLike } of segmenter.segment(text)) {
    if (isWordLike) words.push({ text: word, start: index, end: index + word.length })
  }
  return words
}
