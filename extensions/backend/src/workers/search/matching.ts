import { type PassageReader, phrase } from '../../storage/index/passage-reader.ts'
import type { Plan, WeighedTerm } from '../../text/search/plan.ts'
import type { Reading } from '../../text/search/query.ts'

/** A term with all forms that it may stand in the index as. */
export type Term = WeighedTerm & { forms: readonly string[] }

/** The terms of a query, and how many passages have each. */
export const weigh = ({ terms, forms }: Pick<Reading, 'terms' | 'forms'>, reader: Pick<PassageReader, 'frequency'>) => {
  const formsOf = Map.groupBy(forms.keys(), (form) => forms.get(form) as string)
  return [...terms].map(([term, count]): Term => {
    const own = formsOf.get(term) ?? [term]
    return { term, count, forms: own, frequency: own.reduce((sum, form) => sum + reader.frequency(form), 0) }
  })
}

/** What the index is asked, one after the other: `any` without what the query demands or excludes. */
export type Expression = { match: string; any: string }

/**
 * With common terms left over, the second question finds what has a rare and a common term, and its scores, which
 * count both, go before those of the first.
 */
export const expressions = (
  { rare, common }: Plan<Term>,
  { phrases, excluded }: Pick<Reading, 'phrases' | 'excluded'>,
): Expression[] => {
  if (rare.length === 0) return []
  const any = common.length > 0 ? [anyOf(rare), `${anyOf(rare)} AND ${anyOf(common)}`] : [anyOf(rare)]
  return any.map((each) => {
    const required = [each, ...phrases.map(oneOf)].join(' AND ')
    const match = excluded.length > 0 ? `(${required}) NOT ${oneOf(excluded.flat())}` : required
    return { match, any: each }
  })
}

/** Any of these phrases, which may be the same one in several languages. */
export const oneOf = (phrases: readonly (readonly string[])[]) => `(${[...new Set(phrases.map(phrase))].join(' OR ')})`

/** A term that the query names twice counts twice. */
const anyOf = (terms: readonly Term[]) =>
  `(${terms.flatMap(({ forms, count }) => Array(count).fill(forms.map((form) => phrase([form])).join(' OR '))).join(' OR ')})`
