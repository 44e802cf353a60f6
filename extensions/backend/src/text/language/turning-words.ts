import { fold } from './words.ts'

/** Words that turn what a sentence says, in the languages that documents here are mostly in. */
const lists = {
  no: `not no never none nor neither nobody nothing nowhere without cannot hardly rarely except unless dont doesnt didnt isnt arent
    wasnt werent wont wouldnt shouldnt couldnt cant hasnt havent hadnt mustnt neednt aint
    nicht kein keine keinen keinem keiner keines nie niemals niemand nichts ohne weder außer kaum
    ne pas jamais aucun aucune rien sans ni sauf nunca ningún ninguno ninguna nada sin tampoco jamás
    non mai nessun nessuno nessuna niente senza não nem nenhum nenhuma sem niet geen nooit niemand zonder
    nie nigdy żaden żadna bez brak не нет ни никогда никто ничего без нельзя değil yok hiç asla olmadan
    لا ليس ليست لم لن غير بدون ما ไม่ มิ`,
  numbers: `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion dozen half
    third quarter first second fourth fifth sixth seventh eighth ninth tenth once twice double triple
    null ein eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig hundert tausend million millionen
    milliarde milliarden halb erste ersten zweite zweiten dritte dritten
    un deux trois quatre cinq sept huit neuf dix cent mille millions milliard premier première deuxième moitié
    uno dos tres cuatro cinco seis siete ocho nueve diez cien ciento mil millón millones primero segundo tercero mitad
    due tre quattro cinque sei sette otto nove dieci cento milione milioni primo secondo terzo
    dois três quatro sete oito nove dez cem milhão milhões een twee drie vijf zes zeven negen tien honderd duizend miljoen
    один два три четыре пять шесть семь восемь девять десять сто тысяча миллион первый второй`,
  measure: `all any some every each only both either most more less fewer least few many maximum minimum up down over under above
    below before after until since increase decrease increased decreased rise fall rose fell higher lower greater smaller
    alle jeder jede jedes nur mehr weniger mindestens höchstens vor nach bis über unter höher niedriger
    tous toutes chaque seulement plus moins avant après jusque todos todas cada solo más menos antes después hasta
    tutti tutte ogni solo più meno prima dopo mais apenas depois`,
  duty: `may must shall should can could will would might required optional allowed forbidden prohibited permitted granted denied
    accepted rejected approved refused true false yes
    darf dürfen muss müssen soll sollen kann können erlaubt verboten pflicht ja nein
    peut doit oui interdit autorisé puede debe sí prohibido permitido può deve vietato pode proibido`,
}

const turning = new Set(
  Object.values(lists)
    .flatMap((list) => list.split(/\s+/))
    .map(fold),
)
const negations = new Set(lists.no.split(/\s+/).map(fold))

/** Signs, numerals and negations that are a word by themselves. */
const sign =
  /^(?:[\p{Sc}%‰§°<>≤≥≠=+±]|[一二三四五六七八九十百千万萬億亿零〇两兩半]|[不没沒無无非未否勿んずぬな안못없])$/u
const roman = /^(?:[ivxlcdm]{2,})$/

/**
 * Whether a sentence says something else once this word (folded) is another one, or is missing: a number, a negation, a
 * currency, the letter of a paragraph, a word of measure or of duty.
 */
export const isTurning = (word: string): boolean =>
  /\p{N}/u.test(word) || turning.has(word) || sign.test(word) || roman.test(word) || /^[b-hj-z]$/.test(word)

/** Whether the word (folded) negates. */
export const isNegation = (word: string): boolean =>
  negations.has(word) || /^[不没沒無无非未否勿ぬず안못없]$/u.test(word)

const suffixes = /(?:less|ful|los|loses|losen|loser|frei|freie|freien|voll|volle|vollen)$/

/** Whether two words have the same root, and a prefix or suffix that makes the one the other's contrary: `lawful`, `unlawful`. */
export const areContrary = (first: string, second: string): boolean => {
  const [short, long] = first.length < second.length ? [first, second] : [second, first]
  if (short !== long && long.endsWith(short) && long.length - short.length <= 5) return true
  const [a, b] = [first.replace(suffixes, ''), second.replace(suffixes, '')]
  return (a !== first || b !== second) && a === b
}
