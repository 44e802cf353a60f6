/** Names that are written in one, with signs between their parts: `asn1_der_coding`, `HX-88213`, `v2.4.1`. */
const joined = /[\p{L}\p{N}]+(?:[_.:/-]+[\p{L}\p{N}]+)+/gu

/** What such a name has and mere words, dates and numbers with signs between them have not. */
const isName = (text: string) => /\p{L}/u.test(text) && /[\p{N}_]/u.test(text)

/** The identifiers in a text, in lower case, each with how many parts it has. */
export const identifiersIn = (text: string): { name: string; parts: number }[] =>
  [...text.matchAll(joined)].flatMap(([found]) =>
    isName(found) ? [{ name: found.toLowerCase(), parts: found.split(/[_.:/-]+/).length }] : [],
  )

/** The text without these identifiers. */
export const withoutIdentifiers = (text: string, names: readonly string[]): string =>
  text.replace(joined, (found) => (names.includes(found.toLowerCase()) ? ' ' : found))
