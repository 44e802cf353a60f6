import type { PassageReader } from '../../storage/index/passage-reader.ts'
import { stopWords } from '../../text/language/stop-words.ts'
import { words } from '../../text/language/words.ts'
import { pageLanguage } from '../../text/search/index-terms.ts'
import type { Reading } from '../../text/search/query.ts'

/** Terms of a text that stand for it; more make the search slower and hardly better. */
const MAX_TERMS = 25

/** A query for what is like a text: the terms in it that tell most, the weightiest first. */
export const queryLike = (
  text: string,
  reader: Pick<PassageReader, 'frequency' | 'total'>,
): Pick<Reading, 'terms' | 'forms' | 'sequence' | 'languages' | 'phrases' | 'excluded' | 'text' | 'spellings'> => {
  const language = pageLanguage(text) ?? 'en'
  const found = words(text, language)
  const counts = Map.groupBy(found, ({ term }) => term)
  const total = reader.total()
  // What stands in one passage only stands in no other one; single letters and small numbers tell nothing.
  const weighty = [...counts]
    .map(([term, places]) => ({ term, places, frequency: reader.frequency(term) }))
    .filter(
      ({ term, frequency }) =>
        frequency > 1 && !stopWords.has(term) && !/^(?:\d{1,2}|[\x21-\x7e\u00a0-\u04ff])$/.test(term),
    )
    .map(({ term, places, frequency }) => ({
      term,
      places,
      weight: (1 + Math.log(places.length)) * Math.log(1 + total / frequency),
    }))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MAX_TERMS)
  return {
    terms: new Map(weighty.map(({ term }) => [term, 1])),
    forms: new Map(weighty.map(({ term }) => [term, term])),
    spellings: new Map(weighty.map(({ term, places }) => [term, text.slice(places[0]?.start, places[0]?.end)])),
    sequence: [],
    languages: [language],
    phrases: [],
    excluded: [],
    text,
  }
}
