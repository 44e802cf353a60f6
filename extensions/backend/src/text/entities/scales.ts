/** Words that multiply an amount, and by how many decimal places; '' where languages differ. */
const words = `3:k,tsd,tsd.,tausend,thousand,mille,mil,mila,тыс,тыс.,тысяч,тысячи,bin,tys,tys.,tysięcy,tisíc,tusen,duizend,ألف,آلاف,हज़ार
  5:lakh,lakhs,लाख
  6:m,mn,mln,mln.,mio,mio.,mill.,million,millions,millionen,millón,millones,milione,milioni,milhão,milhões,miljoen,milion,miliony,
  milionów,milionů,miljoner,millioner,miljoonaa,millió,milyon,миллион,миллиона,миллионов,млн,млн.,мільйон,мільйонів,مليون,ملايين,מיליון
  7:crore,crores,करोड़
  9:bn,mrd,mrd.,milliarde,milliarden,milliard,milliards,miliardo,miliardi,mld,mld.,miliard,miliardy,miliardów,miljard,miljarder,
  milliarder,miljardia,milliárd,milyar,миллиард,миллиарда,миллиардов,млрд,млрд.,мільярд,мільярдів,مليار,bilhão,bilhões
  12:billionen,billón,billones,bilione,bilioni,trillion,trillions,biljoen,триллион,триллиона,триллионов
  :billion,billions`

const dense =
  '万:4 萬:4 千:3 百万:6 百萬:6 千万:7 千萬:7 亿:8 億:8 百亿:10 千亿:11 만:4 억:8 천:3 천만:7 조:12 兆:12 หมื่น:4 แสน:5 ล้าน:6'

const places = new Map<string, number | undefined>([
  ...words.split(/\s*\n\s*(?=\d*:)|\s+(?=\d*:)/).flatMap((line) => {
    const [power = '', list = ''] = line.split(':')
    return list
      .split(/,\s*/)
      .filter(Boolean)
      .map((word): [string, number | undefined] => [word, power === '' ? undefined : Number(power)])
  }),
  ...dense.split(' ').map((pair): [string, number] => [pair.split(':')[0] as string, Number(pair.split(':')[1])]),
])

const spaced = /^ ?(\p{L}[\p{L}\p{M}]*\.?)/u
const unspaced = /^ ?([万萬千百亿億만억천조兆]{1,2}|หมื่น|แสน|ล้าน)/u

/** The word of a scale at the start of a text: its length with the space before it, and its decimal places. */
export const scaleAt = (text: string): { length: number; places: number | undefined } | undefined => {
  const found = unspaced.exec(text) ?? spaced.exec(text)
  if (!found) return undefined
  const word = (found[1] as string).toLowerCase()
  for (const candidate of [word, word.replace(/\.$/, '')]) {
    if (!places.has(candidate)) continue
    // A billion is 10⁹ in English and 10¹² in German, where it has a capital.
    const isEnglish = candidate.startsWith('billion') && found[1] === word
    return { length: found[0].length - (word.length - candidate.length), places: isEnglish ? 9 : places.get(candidate) }
  }
  return undefined
}
