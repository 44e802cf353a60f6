/** A number as written in any country: digits, grouped or not, with a decimal part or not. Source of a regular expression. */
export const numberSource = String.raw`(?:\d{1,3}(?<group>[.,'’ ])\d{3}(?:\k<group>\d{3})*(?:[.,]\d{1,2})?|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d{1,2})?|\d+(?:[.,]\d+)?)(?!\d)`

/**
 * A number as `1234.5`, shifted left by `scale` decimal places; undefined where it can be read in two ways. A single mark
 * before exactly three digits groups thousands: amounts with three decimals are next to never written.
 */
export const readNumber = (written: string, scale = 0): string | undefined => {
  const bare = written.replace(/[ '’]/g, '')
  const marks = [...bare.matchAll(/[.,]/g)].map((match) => ({ mark: match[0], at: match.index }))
  const last = marks.at(-1)
  if (!last) return shifted(bare, '', scale)
  const isRepeated = marks.filter(({ mark }) => mark === last.mark).length > 1
  const isMixed = marks.some(({ mark }) => mark !== last.mark)
  if (isRepeated && isMixed) return undefined
  const after = bare.length - last.at - 1
  const isGrouping =
    isRepeated || (!isMixed && after === 3 && last.at <= 3 && !bare.startsWith('0') && bare === written)
  if (isGrouping) return shifted(bare.replace(/[.,]/g, ''), '', scale)
  return shifted(bare.slice(0, last.at).replace(/[.,]/g, ''), bare.slice(last.at + 1), scale)
}

/** Moves digits over the point, which is exact where multiplying is not. */
const shifted = (whole: string, part: string, scale: number): string => {
  const digits = whole + part.slice(0, scale).padEnd(scale, '0')
  const rest = part.slice(scale)
  const leading = digits.replace(/^0+(?=\d)/, '')
  return rest ? `${leading}.${rest}` : leading
}
