import { fail } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import { type Kind, kinds } from './entity.ts'
import { checkPattern, type Pattern } from './pattern.ts'

/** What a person wants listed. */
export type ExtractRequest = { kinds: Kind[]; patterns: Pattern[] }

/** How kinds are called, by the beginnings of words; in scripts without spaces anywhere. */
const names: Readonly<Record<Kind, string>> = {
  date: `date dates deadline datum datums datumsangabe termin frist fecha data_di datas dátum daty dat dato datoer päivämäär дата даты
    дат сроки tarih تاريخ تواريخ תאריך תאריכים 日期 日付 期日 날짜 วันที่ ngày`,
  amount: `amount price cost sum sums fee money currency currencies betrag beträge preis summe kosten geld gebühr währung montant prix
    somme tarif importe precio suma cantidad importi importo prezz valor preço bedrag bedragen prijs prijzen kwot cen částk
    belopp pris beløb сумм цен стоимост tutar fiyat ücret مبلغ مبالغ سعر أسعار סכום סכומים 金额 金額 价格 價格 価格 费用 금액 가격`,
  email: `e-mail email mail_address mailadress e-mailadress correo courriel poczt э-почт электронн e-posta eposta بريد אימייל דוא"ל 邮箱 邮件
    郵箱 メール 이메일`,
  phone: `phone telephone mobile fax telefon téléphone teléfono telefone telefoon telefón handynummer handy rufnummer телефон هاتف هواتف
    טלפון 电话 手机 電話 携帯 전화 โทรศัพท์`,
  iban: `iban bank_account bankverbindung kontonummer compte_bancaire cuenta_bancaria conto_bancario банковск 银行账 口座 계좌`,
  url: `url link hyperlink web website webseite internetadresse site_web sites enlace lien ссылк сайт رابط روابط קישור 网址 链接 連結 リンク
    링크 liên_kết`,
  identifier: `identifier ids id pattern regex regexp`,
}
/** Words for several kinds at once. */
const groups: [string, Kind[]][] = [
  ['contact kontakt contacto contatt контакт 联系方式 連絡先 연락처', ['email', 'phone']],
]

const dense = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u

/** Words that are short or the beginning of others must be the whole word. */
const whole = new Set([
  'dat',
  'data di',
  'id',
  'ids',
  'sum',
  'sums',
  'web',
  'link',
  'cen',
  'pris',
  'sites',
  'date',
  'dates',
  'daty',
  'mobile',
  'handy',
  'fee',
  'дат',
  'цен',
])
const plurals = new Set(['link', 'fee', 'cen', 'цен'])

const expressionOf = (list: string): RegExp => {
  const alternatives = list.split(/\s+/).map((entry) => {
    const word = entry.replaceAll('_', ' ')
    const source = word.replace(/[-"]/g, '.?').replace(/ /g, '[\\s-]*')
    if (dense.test(word)) return source
    // Articles and prepositions are written onto the word.
    if (/\p{Script=Arabic}/u.test(word)) return `(?<!\\p{L})[وبلف]?(?:ال|لل)?${source}`
    if (/\p{Script=Hebrew}/u.test(word)) return `(?<!\\p{L})[והלבכמש]{0,2}${source}`
    if (plurals.has(word)) return `(?<![\\p{L}\\p{N}])${source}(?:s|y|i|a|ы|а|у)?(?![\\p{L}\\p{N}])`
    return `(?<![\\p{L}\\p{N}])${source}${whole.has(word) ? '(?![\\p{L}\\p{N}])' : ''}`
  })
  return new RegExp(alternatives.join('|'), 'iu')
}

let compiled: { expression: RegExp; kinds: readonly Kind[] }[] | undefined
const expressions = () => {
  compiled ??= [
    ...kinds.map((kind) => ({ expression: expressionOf(names[kind]), kinds: [kind] })),
    ...groups.map(([list, kinds]) => ({ expression: expressionOf(list), kinds })),
  ]
  return compiled
}

/** "Everything, and IDs like …", unlike "everything like …" */
const everythingAnd =
  /(?<!\p{L})(?:everything|alles|tout|todo|tutto|tudo|wszystko|всё)\s*(?:,|(?:and|und|et|y|e|i|и|plus)(?!\p{L}))/iu

const kindsNamed = (text: string): Kind[] =>
  expressions().flatMap(({ expression, kinds }) => (expression.test(text) ? kinds : []))

/**
 * Reads what to extract from plain words: kinds ("dates and amounts"), and how identifiers look ("IDs like AB-1234",
 * `AB-####`, `/AB-\d+/`). All kinds where none is named.
 * @throws AppError `pattern.invalid`, `pattern.missing`
 */
export const readRequest = (prompt: string): ExtractRequest => {
  const { patterns, rest } = readPatterns(prompt)
  const all = kinds.filter((kind) => kind !== 'identifier')
  const named = new Set(everythingAnd.test(rest) ? all : kindsNamed(rest))
  if (patterns.length > 0) named.add('identifier')
  else if (named.delete('identifier') && named.size === 0) {
    fail('pattern.missing', words.patterns.missing)
  }
  return { kinds: named.size > 0 ? kinds.filter((kind) => named.has(kind)) : all, patterns }
}

const expression = /(?<=^|\s|["'`“„«(:：])\/(?:\\.|[^\\/\n])+\/[a-z]*(?![\p{L}\p{N}/])/gu
const introduction =
  'like|such as|e\\.g\\.|looking like|of the form|of the kind|matching|pattern|wie|der Form|nach dem Muster|comme|du type|como|del tipo|come|tipo|zoals|jak|jako|como|som|как|вида|типа|gibi|مثل|كـ|כמו|类似|如|像|例如|比如|のような|처럼'
const introduced = new RegExp(
  `(?:(?<![\\p{L}])(?:${introduction})(?![a-z])|(?:类似|如|像|例如|比如))\\s*[:：]?\\s*(?<rest>.+)$`,
  'isu',
)
/** Characters of an identifier; a digit or a mask's # is in it, or it is a few capitals beside such a part. */
const inside = '[\\p{L}\\p{N}#?*._/:\\\\-]'
const part = `(?:(?:(?![\\p{Nd}#])${inside}){0,40}[\\p{Nd}#]${inside}{0,100}|\\p{Lu}{1,4}(?!${inside}))`
const quoted = '["\'`“„«](?<quoted>[^"\'`“”„«»\\n]{2,200})["\'`“”»]'
const token = new RegExp(`${quoted}|(?<!${inside})${part}(?: ${part})*`, 'gu')

const readPatterns = (prompt: string): { patterns: Pattern[]; rest: string } => {
  const patterns: Pattern[] = []
  const take = (kind: Pattern['kind'], written: string) => {
    if (!patterns.some((known) => known.written === written)) patterns.push(checkPattern({ kind, written }))
    return ' '
  }
  let rest = prompt.replace(expression, (written) => take('expression', written))
  rest = rest.replace(token, (all, inQuotes?: string) => {
    const written = bare(inQuotes ?? all)
    return written.includes('#') ? take('mask', written) : all
  })
  // The words before "like" say what is wanted, those after it how it looks.
  const examples = introduced.exec(rest)?.groups?.rest
  if (examples === undefined) return { patterns, rest }
  const said = rest.slice(0, rest.length - examples.length)
  const isOther = kindsNamed(said).some((kind) => kind !== 'identifier')
  const kept = examples.replace(token, (all, inQuotes?: string) => {
    const written = bare(inQuotes ?? all)
    // "dates like 2024-03-05" shows a date, not an identifier.
    const isShape = /\p{L}/u.test(written) || (!isOther && written.length > 2)
    return /\p{Nd}/u.test(written) && isShape ? take('example', written) : all
  })
  return { patterns, rest: said + kept }
}

/** Without the full stop or colon of the sentence that it stands in. */
const bare = (written: string) => written.replace(/[._/:?-]+$/, '')
