import { dates } from '../entities/dates.ts'
import { words } from '../language/words.ts'

/** What a part of a question asks for, where its question word tells. */
type Sort = 'time' | 'number' | 'person' | 'place'
type Part = { text: string; sort: Sort }

const asking: readonly (readonly [Sort, string])[] = [
  [
    'number',
    'how (?:much|many|long|often|old|high|large|far)|wie ?(?:viele?|lange|oft|alt|hoch|groß|weit)|combien|cuánt[oa]s?|quant[oaie]s?|hoeveel|сколько',
  ],
  ['time', '(?:by |until |since )?when|at what time|(?:bis |seit )?wann|quand|cuándo|quando|wanneer|когда'],
  ['person', 'whom?|by whom|we[rmn]|qui|quién(?:es)?|chi|quem|кто'],
  ['place', 'where|wo|wohin|où|dónde|dove|onde|waar|где'],
]
const word = asking.map(([, words]) => words).join('|')
const conjunction = '(?:and|und|et|y|e|en|и)'
/** Between two parts: the end of a sentence, or a conjunction; a mere `when` begins a clause of the same part. */
const joint = new RegExp(
  `(?:[?.;]\\s+(?:${conjunction}\\s+)?|,?\\s+${conjunction}\\s+)(?=(?:${word})(?![\\p{L}\\p{M}]))`,
  'iu',
)
const sorts = asking.map(([sort, words]) => [sort, new RegExp(`^(?:${words})(?![\\p{L}\\p{M}])`, 'iu')] as const)

/** The parts of a question that asks for more than one thing, from its second on: `… and when is it due?` */
export const furtherParts = (question: string): Part[] =>
  question
    .split(joint)
    .slice(1)
    .flatMap((text) => {
      const sort = sorts.find(([, pattern]) => pattern.test(text))?.[0]
      return sort ? [{ text, sort }] : []
    })

const moment =
  /\b(?:mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|noon|midnight|morning|evening|daily|weekly|monthly|yearly|annually|january|february|march|april|june|july|august|september|october|november|december|montags?|dienstags?|mittwochs?|donnerstags?|freitags?|samstags?|sonntags?|mittags?|mitternacht|täglich|jährlich|januar|februar|märz|mai|juni|juli|oktober|dezember|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo)(?![\p{L}\p{M}])/iu
const count =
  /\p{N}|(?<!\p{L})(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|fifty|hundred|thousand|million|half|twice|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf|hundert|tausend|deux|trois|quatre|cinq|dix|cent|dos|tres|cuatro|cinco|diez|cien)(?!\p{L})/iu

/** Whether a sentence has in it what such a part asks for. */
export const hasSort = (sentence: string, sort: Sort): boolean => {
  if (sort === 'number') return count.test(sentence)
  if (sort === 'time')
    return (
      moment.test(sentence) ||
      /(?<!\p{N})(?:1\d|20)\d\d(?!\p{N})|\d[:.]\d\d(?!\p{N})/u.test(sentence) ||
      dates(sentence).length > 0
    )
  if (sort === 'person') return /[\p{Ll},]\s\p{Lu}\p{Ll}/u.test(sentence)
  return /(?<!\p{L})(?:at|in|on|near|behind|am|im|bei|auf|hinter|à|au|dans|en|a)\s/iu.test(sentence)
}

type Said = { hit: { passageId: string }; text: string; terms: ReadonlySet<string> }

/** How far from a quote, in sentences, what goes on with it may stand. */
const reach = [1, 2, -1]

/**
 * The quotes with one more for each further part of the question that none of them answers: a sentence of the same
 * passage with a word of that part and what it asks for, else one right beside a quote with what it asks for, as `It is
 * due on the first of March`. `chosen` has the best first, `pool` all sentences in their order.
 */
export const withFurtherParts = <S extends Said>(
  question: string,
  chosen: readonly S[],
  { pool, most, isTelling }: { pool: readonly S[]; most: number; isTelling: (term: string) => boolean },
): S[] => {
  const quotes = [...chosen]
  for (const { text, sort } of furtherParts(question)) {
    const wanted = words(text)
      .map(({ term }) => term)
      .filter(isTelling)
    const isOfPart = (sentence: S) =>
      hasSort(sentence.text, sort) && (wanted.length === 0 || wanted.some((term) => sentence.terms.has(term)))
    if (quotes.length === 0 || quotes.some(isOfPart)) continue
    // A time that is told already will be the one, unless another sentence has the part's own words.
    if (sort === 'time' && quotes.some((quote) => hasSort(quote.text, sort)) && !pool.some(isOfPart)) continue
    const isIn = (sentence: S, quote: S) => sentence.hit.passageId === quote.hit.passageId && !quotes.includes(sentence)
    const [best] = chosen
    const said = best && pool.find((sentence) => isIn(sentence, best) && isOfPart(sentence))
    const beside = chosen.flatMap((quote) => {
      const at = pool.indexOf(quote)
      return reach.flatMap((by) => {
        const sentence = pool[at + by]
        return sentence && isIn(sentence, quote) && hasSort(sentence.text, sort) ? [sentence] : []
      })
    })[0]
    const found = said ?? beside
    if (!found) continue
    if (quotes.length >= most && quotes.length > 1) quotes.pop()
    if (quotes.length < most) quotes.push(found)
  }
  return quotes
}
