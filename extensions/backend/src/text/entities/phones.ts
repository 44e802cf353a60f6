import { findPhoneNumbersInText } from 'libphonenumber-js/min'
import { type Entity, withoutOverlaps } from './entity.ts'

/** What stands before a phone number that has no country code. */
const label =
  'telefax|telefon|telephone|teléfono|telefono|telefone|telefoon|téléphone|tel|tél|phone|fon|fax|mobile|mobil|móvil|cellulare|handy|cell|gsm|телефон|тел|факс|電話|电话|手机|传真|携帯|전화|휴대폰|팩스|هاتف|جوال|فاكس|โทร'
const labelled = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:${label})[\p{L}\p{M}]{0,12}\.?\s?(?:(?:no|nr|n[°º])\.?)?\s{0,3}[:：]?\s{0,3}(?=[\d(+])([(+]{0,2}\d[\d ()./–-]{3,24}\d)`,
  'giu',
)

/**
 * Phone numbers: those with a country code (`+49 …`) by the rules of their country, value E.164; those without one where a
 * word says that they are one (`Tel. 030 …`), without a value, because the country is not known.
 */
export const phones = (text: string): Entity[] => {
  const international = findPhoneNumbersInText(text).map(({ startsAt, endsAt, number }): Entity => {
    const extension = number.ext ? `;ext=${number.ext}` : ''
    return { kind: 'phone', start: startsAt, end: endsAt, value: `${number.number}${extension}` }
  })
  const national = [...text.matchAll(labelled)].flatMap((match): Entity[] => {
    const number = (match[1] as string).replace(/[ (./–-]+$/, '')
    const digits = number.replace(/\D/g, '').length
    const start = match.index + match[0].length - (match[1] as string).length
    return digits >= 5 && digits <= 15 ? [{ kind: 'phone', start, end: start + number.length }] : []
  })
  return withoutOverlaps([...international, ...national])
}
