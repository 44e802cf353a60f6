/** A glyph of a line; lengths in points. */
export type Place = {
  text: string
  code: number
  left: number
  right: number
  baseline: number
  size: number
  turn: number
  glyph: number
}

/** Letters of Hebrew, Arabic and their kin, presentation forms included. */
export const isRightToLeft = (code: number): boolean =>
  (code >= 0x590 && code <= 0x8ff) || (code >= 0xfb1d && code <= 0xfdff) || (code >= 0xfe70 && code <= 0xfeff)

const isMark = ({ text }: Place) => /^\p{M}/u.test(text)
/** A gap of this share of the font size is a space, on a page whose spaces were not drawn. */
const spaceShare = 0.18

/**
 * The glyphs of a line that is read from right to left, in reading order: by their place on the page, since what is
 * drawn first and what PDFium makes of it differs from writer to writer. Numbers and Latin words run the other way.
 */
export const readingOrder = (places: readonly Place[]): Place[] => {
  const own = places.filter((place) => !isShadow(place, places))
  const marks = own.filter((place) => isMark(place) && !own.some((other) => !isMark(other) && sharesBox(place, other)))
  const bases = own.filter((place) => !marks.includes(place))
  if (bases.length === 0) return [...own]
  const order = new Map(places.map((place, index) => [place, index]))
  const at = (place: Place) => order.get(place) ?? 0
  // Several letters that one glyph stands for share its box; PDFium gives them backwards.
  const fromRight = bases.toSorted((a, b) => b.left + b.right - (a.left + a.right) || at(b) - at(a))
  const marksOf = Map.groupBy(marks, (mark) => nearest(bases, mark).glyph)
  return mirrored(leftToRightRuns(fromRight)).flatMap((base) => [base, ...(marksOf.get(base.glyph) ?? [])])
}

const sharesBox = (one: Place, other: Place) => one.left === other.left && one.right === other.right

/** Letters that a writer put under another's glyph, which shows a letter of another script. */
const isShadow = (place: Place, places: readonly Place[]) =>
  isRightToLeft(place.code) &&
  places.some((other) => sharesBox(place, other) && /^[\p{L}\p{N}]/u.test(other.text) && !isRightToLeft(other.code))

const nearest = (bases: readonly Place[], mark: Place): Place => {
  const middle = (mark.left + mark.right) / 2
  const distance = ({ left, right }: Place) => Math.abs((left + right) / 2 - middle)
  return bases.reduce((best, base) => (distance(base) < distance(best) ? base : best))
}

/** Turns the stretches round that begin and end with Latin letters or numbers. */
const leftToRightRuns = (places: readonly Place[]): Place[] => {
  const out: Place[] = []
  let at = 0
  while (at < places.length) {
    if (!isLeftToRight(places, at)) {
      out.push(places[at++] as Place)
      continue
    }
    let end = at
    for (let next = at; next < places.length && !isRightToLeft(places[next]?.code ?? 0); next++) {
      if (isLeftToRight(places, next)) end = next
    }
    out.push(...places.slice(at, end + 1).reverse())
    at = end + 1
  }
  return out
}

const isNumeral = (place?: Place) => place !== undefined && /^[\p{Nd}]/u.test(place.text)

const isLeftToRight = (places: readonly Place[], at: number): boolean => {
  const place = places[at] as Place
  if (isNumeral(place) || (/^\p{L}/u.test(place.text) && !isRightToLeft(place.code))) return true
  // A percent or currency sign goes with its number, though not in Arabic (Unicode Bidirectional Algorithm, W2 and W4).
  if (places.some(({ code }) => code >= 0x600 && isRightToLeft(code))) return false
  return /^[%‰$€£¥°#+\-−]/u.test(place.text) && (isNumeral(places[at - 1]) || isNumeral(places[at + 1]))
}

const pairs = '()[]{}<>«»‹›'

/** Most writers name the bracket that is seen, which is the other one; then a line begins with a closing one. */
const mirrored = (places: readonly Place[]): Place[] => {
  const first = places.find(({ text }) => pairs.includes(text))
  if (!first || pairs.indexOf(first.text) % 2 === 0) return [...places]
  return places.map((place) => {
    const at = pairs.indexOf(place.text)
    return at < 0 ? place : { ...place, text: pairs[at ^ 1] as string }
  })
}

/** Whether there is a space between two neighbours of a line; `spaces` are the ones that were drawn, if any were. */
export const isSpaceBetween = (one: Place, other: Place, spaces: readonly number[]): boolean => {
  const [left, right] = one.left < other.left ? [one, other] : [other, one]
  const [from, to] = [(left.left + left.right) / 2, (right.left + right.right) / 2]
  if (spaces.length > 0) return spaces.some((middle) => middle > from && middle < to)
  return right.left - left.right > Math.max(one.size, other.size) * spaceShare
}
