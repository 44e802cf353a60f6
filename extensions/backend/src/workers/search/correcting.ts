import type { Correction, Hit } from '../../shared/contract/search.ts'
import type { PassageReader } from '../../storage/index/passage-reader.ts'
import { beginnings, isCorrectable, nearest } from '../../text/language/spelling.ts'
import { fold, termIn } from '../../text/language/words.ts'
import { occurrences } from '../../text/search/marks.ts'
import type { Reading } from '../../text/search/query.ts'

/** Terms of a query, from its start, that are looked after: in a long text one word more or less decides nothing. */
const MAX_CORRECTED = 12

/** Adds to terms that nothing has those of the nearest word; gives back the terms that it did so for. */
export const correctSpelling = (
  { terms, forms, spellings, languages }: Reading,
  reader: Pick<PassageReader, 'frequency' | 'wordsFrom'>,
): string[] =>
  [...terms.keys()].slice(0, MAX_CORRECTED).filter((term) => {
    if ([...forms].some(([form, each]) => each === term && reader.frequency(form) > 0)) return false
    const word = fold(spellings.get(term) ?? '')
    if (!isCorrectable(word)) return false
    const near = nearest(word, beginnings(word).flatMap(reader.wordsFrom))
    const known = near.map((each) => {
      const own = new Set(languages.map((language) => termIn(each, language)))
      return { own, frequency: [...own].reduce((sum, form) => sum + reader.frequency(form), 0) }
    })
    const best = known.reduce((most, each) => (each.frequency > most.frequency ? each : most), {
      own: none,
      frequency: 0,
    })
    for (const form of best.own) if (!forms.has(form)) forms.set(form, term)
    return best.frequency > 0
  })

const none: ReadonlySet<string> = new Set()

/** The correction of a term as a hit writes it: what the index knows is only its stem. */
export const correctionIn = (
  hits: readonly Pick<Hit, 'text'>[],
  term: string,
  { forms, languages, spellings }: Reading,
): Correction[] => {
  const own = new Map([...forms].filter(([, each]) => each === term))
  for (const { text } of hits) {
    const [first] = occurrences(text, { forms: own, languages })
    const word = spellings.get(term)
    if (first && word) return [{ word, instead: text.slice(first.start, first.end) }]
  }
  return []
}
