import { expect, it } from 'vitest'
import { found } from './found.ts'

const amounts = (text: string) => found('amount', text)

it('reads numbers as each country writes them', async () => {
  expect(await amounts('€340.50, or 1.234,56 € or 1,234.56 EUR, EUR 1.234, 1 234,50 euros and CHF 1’250.–')).toEqual([
    '€340.50 = 340.50 EUR',
    '1.234,56 € = 1234.56 EUR',
    '1,234.56 EUR = 1234.56 EUR',
    'EUR 1.234 = 1234 EUR',
    '1 234,50 euros = 1234.50 EUR',
    'CHF 1’250.– = 1250 CHF',
  ])
  expect(await amounts('₹1,00,000; 0,125 €; 5,- €; (-12.30 €); ٥٠٠ ريال')).toEqual([
    '₹1,00,000 = 100000 INR',
    '0,125 € = 0.125 EUR',
    '5,- € = 5 EUR',
    '-12.30 € = -12.30 EUR',
    '٥٠٠ ريال = 500 ريال',
  ])
})

it('multiplies by words, exactly, and not where languages disagree', async () => {
  expect(
    await amounts('US$ 3.5 million, 3,5 Mio. €, $1.2bn, 2 млн рублей, 3.5亿元人民币, 100万日元, Rs 5 lakh'),
  ).toEqual([
    'US$ 3.5 million = 3500000 USD',
    '3,5 Mio. € = 3500000 EUR',
    '$1.2bn = 1200000000 $',
    '2 млн рублей = 2000000 RUB',
    '3.5亿元人民币 = 350000000 CNY',
    '100万日元 = 1000000 JPY',
    'Rs 5 lakh = 500000 Rs',
  ])
  expect(await amounts('5 billion euros, 5 Billionen Euro, 5 Billion Euro')).toEqual([
    '5 billion euros = 5000000000 EUR',
    '5 Billionen Euro = 5000000000000 EUR',
    '5 Billion Euro = ?',
  ])
})

it('names the currency where it is certain, and gives what is written where it is not', async () => {
  expect(await amounts('12 Schweizer Franken, 100 US-Dollar, 20 dollars, 100 دولار أمريكي, 12 kr, 1,000円')).toEqual([
    '12 Schweizer Franken = 12 CHF',
    '100 US-Dollar = 100 USD',
    '20 dollars = 20 dollars',
    '100 دولار أمريكي = 100 USD',
    '12 kr = 12 kr',
    '1,000円 = 1000 JPY',
  ])
  expect(await amounts('$5 $6, 3 € 4 €, 5–10 €')).toEqual([
    '$5 = 5 $',
    '$6 = 6 $',
    '3 € = 3 EUR',
    '4 € = 4 EUR',
    '5–10 € = ?',
  ])
})

it('takes nothing for money that is none', async () => {
  for (const text of [
    '12 pounds of flour',
    '5 ft, 5 m long',
    'TRY 5 times, top 5 ALL 5',
    '12 CAD drawings',
    'abcEUR500',
    '12 real cases',
  ]) {
    expect(await amounts(text), text).toEqual([])
  }
})
