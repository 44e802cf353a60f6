/**
 * Light stemmers: they take the endings off that a word's grammar puts on, and no more (J. Savoy, "Light stemming
 * approaches for the French, Portuguese, German and Hungarian languages", 2006). Words come folded, in lower case.
 */
const light =
  (endings: RegExp, least: number, longest = 8) =>
  (word: string): string => {
    const match = endings.exec(word)
    return (match && match.index >= least ? word.slice(0, match.index) : word).slice(0, longest)
  }

/** French, Spanish, Italian and Portuguese share the endings of number and gender. */
const withoutGender = light(/[aeio]$/, 3)
export const romance = (word: string): string => withoutGender(word.replace(/aux$/, 'al').replace(/(?<=.{3})[sx]$/, ''))

/**
 * The first letters of a word, which for languages with many endings do as well as a stemmer of their own
 * (P. McNamee, C. Nicholas, J. Mayfield, "Addressing morphological variation in alphabetic languages", 2009).
 */
export const beginning = (word: string): string => word.slice(0, 6)

const russianEndings = [
  'иями ями ами ием иям ем ям ам ом ой ей ий ый ою ею ого его ому ему ыми ими иях ях ах ых их ую юю ая яя ое ее ые ие ия',
  'ья ьи ию ью ов ев иев и ы ь й а я о е у ю ешь ишь ете ите ет ит ют ят ут ат ала ила ыла ало или ыли ыло али ил ал ыл',
  'ть ти нный нная нное нные нных ного ость ости остью',
].join(' ')
const endingsOf = (list: string) =>
  // Folding makes й an и.
  new RegExp(`(?:${[...list.replaceAll('й', 'и').split(' ')].sort((a, b) => b.length - a.length).join('|')})$`)
export const russian = light(endingsOf(russianEndings), 3)

export const greek = light(/(?:ους|ων|ος|ου|ης|ας|ες|οι|αι|[οηαιευς])$/, 3)

/** Light10 (L. Larkey, L. Ballesteros, M. Connell, "Light stemming for Arabic information retrieval", 2007). */
export const arabic = (word: string): string => {
  let stem = word
  if (stem.length > 3 && stem.startsWith('و')) stem = stem.slice(1)
  const article = /^(?:ال|بال|كال|فال|لل)/.exec(stem)?.[0] ?? ''
  if (stem.length - article.length >= 2) stem = stem.slice(article.length)
  for (const ending of ['ها', 'ان', 'ات', 'ون', 'ين', 'يه', 'ه', 'ي']) {
    if (stem.endsWith(ending) && stem.length - ending.length >= 2) stem = stem.slice(0, -ending.length)
  }
  return stem
}

/** Vowel signs and the nasal at a word's end carry number, gender and case. */
export const hindi = light(/[\u0900-\u0903\u093e-\u094d]+$/, 2, 64)

/** The particles that follow a noun. */
export const korean = light(
  /(?:으로부터|에서부터|에게서|이라는|에서|에게|으로|까지|부터|이나|라는|하고|처럼|보다|은|는|이|가|을|를|의|에|로|와|과|도|만)$/,
  2,
  64,
)
