import { findQuote } from '../../../extensions/backend/src/shared/quote.ts'
import { rangeOn, type Target } from '../../state/evidence.ts'

/** Where a place is on a page as that reads now; `isGone` where its quote stood there word for word and does no more. */
type PlaceNow = { range: Target['range']; isGone: boolean }

/**
 * Documents change, and are read anew, after they were quoted: what a citation says of its quote is looked up again on
 * the page that is shown. `text` is that page's; undefined while it is not known.
 */
export const placeNow = (target: Target, page: number, text: string | undefined): PlaceNow => {
  const range = rangeOn(target, page)
  const { quote } = target
  if (!range || text === undefined || target.match !== 'exact' || quote === undefined) return { range, isGone: false }
  const there = text.slice(range.start, range.end)
  if (there === quote) return { range, isGone: false }
  if (target.continues) {
    const part = there.trim() === '' ? undefined : findQuote(quote, there)
    return part ? { range, isGone: false } : { range: undefined, isGone: true }
  }
  const found = findQuote(text, quote, range.start)
  return { range: found, isGone: !found }
}
