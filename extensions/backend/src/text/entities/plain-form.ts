const strange = /[^\0-\x7f]/
const folded = /[\p{Nd}\u00a0\u2000-\u200a\u202f\u3000\u066b\u066c\uff0b-\uff0f\uff1a\u2212\u2010\u2011]/gu
const known = new Map<string, string>()

/**
 * The text with the digits of all scripts as ASCII digits, and with one kind of space, minus and full-width punctuation.
 * Of the same length, so that a place in it is the same place in the text.
 */
export const plainForm = (text: string): string => {
  if (!strange.test(text)) return text
  return text.replace(folded, (character) => {
    // What needs two units cannot be put into one without moving all that follows.
    if (character.length > 1 || character <= '9') return character
    const before = known.get(character)
    if (before !== undefined) return before
    const plain = plainCharacter(character)
    known.set(character, plain)
    return plain
  })
}

const plainCharacter = (character: string): string => {
  const unit = character.charCodeAt(0)
  if (/\s/.test(character)) return ' '
  if (unit === 0x066b) return '.'
  if (unit === 0x066c) return ','
  if (unit === 0x2212 || unit === 0x2010 || unit === 0x2011) return '-'
  if (unit >= 0xff00 && !/\p{Nd}/u.test(character)) return String.fromCharCode(unit - 0xfee0)
  // Unicode keeps the ten digits of a script side by side, zero first.
  let zero = unit
  while (/\p{Nd}/u.test(String.fromCharCode(zero - 1))) zero--
  return String(unit - zero)
}
