/**
 * How well a query fits a name: every letter must come, in order. Letters at the beginning of words and next to each
 * other count more, a late beginning less. Undefined when it does not fit.
 */
export const fitness = (query: string, name: string): number | undefined => {
  const wanted = query.toLocaleLowerCase().replaceAll(/\s+/g, '')
  if (wanted === '') return 0
  const text = name.toLocaleLowerCase()
  let at = -1
  let score = 0
  for (const letter of wanted) {
    const next = best(text, letter, at)
    if (next < 0) return undefined
    const isStart = next === 0 || /[\s._\-/]/.test(text[next - 1] ?? '')
    score += next === at + 1 ? 4 : isStart ? 3 : 1 - Math.min((next - at) / 50, 0.9)
    at = next
  }
  return score - text.length / 200
}

/** The next place of a letter: right after the last one, else at the beginning of a word, else anywhere. */
const best = (text: string, letter: string, after: number): number => {
  if (text[after + 1] === letter) return after + 1
  const start = /[\s._\-/]/g
  start.lastIndex = Math.max(after, 0)
  for (let gap = start.exec(text); gap; gap = start.exec(text)) if (text[gap.index + 1] === letter) return gap.index + 1
  return text.indexOf(letter, after + 1)
}
