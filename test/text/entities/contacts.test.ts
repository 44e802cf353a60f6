import { expect, it } from 'vitest'
import { found } from './found.ts'

it('finds e-mail addresses without what stands around them', async () => {
  expect(
    await found('email', 'Write to <Anna.Meier+x@Example.DE>, “bob@sub.example.co.uk”. ünal@örnek.com.tr (c@d.org)'),
  ).toEqual([
    'Anna.Meier+x@Example.DE = Anna.Meier+x@example.de',
    'bob@sub.example.co.uk = bob@sub.example.co.uk',
    'ünal@örnek.com.tr = ünal@örnek.com.tr',
    'c@d.org = c@d.org',
  ])
  expect(await found('email', 'not a@b, x@y.5, foo@localhost, a..b@c.de, @home.de')).toEqual([])
})

it('finds IBANs whose length and checksum are right', async () => {
  expect(
    await found(
      'iban',
      'DE89 3704 0044 0532 0130 00 BIC COBADEFF, GB82WEST12345698765432; FR14 2004 1010 0505 0001 3M02 606.',
    ),
  ).toEqual([
    'DE89 3704 0044 0532 0130 00 = DE89370400440532013000',
    'GB82WEST12345698765432 = GB82WEST12345698765432',
    'FR14 2004 1010 0505 0001 3M02 606 = FR1420041010050500013M02606',
  ])
  expect(
    await found('iban', 'DE88 3704 0044 0532 0130 00, DE89 3704 0044 0532 0130 001, XX89370400440532013000'),
  ).toEqual([])
})

it('finds web addresses, not file names', async () => {
  expect(
    await found(
      'url',
      'See https://example.com/a_(b)?x=1&y=2, www.example.org/path. 网址https://例子.测试/路径。 README.md foo.com',
    ),
  ).toEqual([
    'https://example.com/a_(b)?x=1&y=2 = https://example.com/a_(b)?x=1&y=2',
    'www.example.org/path = http://www.example.org/path',
    'https://例子.测试/路径 = https://xn--fsqu00a.xn--0zwm56d/%E8%B7%AF%E5%BE%84',
  ])
})

it('finds phone numbers with a country code, and those that a word announces', async () => {
  expect(
    await found(
      'phone',
      'Call +49 30 1234567 or +1 (213) 373-4253 ext. 12. Tel.: (030) 123-4567, Telefonnummer: 0171 2345678, 电话：010-65529988',
    ),
  ).toEqual([
    '+49 30 1234567 = +49301234567',
    '+1 (213) 373-4253 ext. 12 = +12133734253;ext=12',
    '(030) 123-4567 = ?',
    '0171 2345678 = ?',
    '010-65529988 = ?',
  ])
})

it('takes one thing for one kind only', async () => {
  const text = 'On 3 March 2024 pay €5 to DE89 3704 0044 0532 0130 00, +49 30 1234567, http://a.b/2024-03-04?m=x@y.de'
  const all = await found(['date', 'amount', 'email', 'phone', 'iban', 'url'], text)
  expect(all.map((each) => each.split(' = ')[0])).toEqual([
    '3 March 2024',
    '€5',
    'DE89 3704 0044 0532 0130 00',
    '+49 30 1234567',
    'http://a.b/2024-03-04?m=x@y.de',
  ])
  expect(await found('phone', 'DE89 3704 0044 0532 0130 00 on 2024-03-04')).toEqual([])
})

it('stays quick on text that was made to be slow', async () => {
  const long = 100_000
  const texts = [
    '@',
    'a@',
    'x@a.',
    'http://',
    'www.',
    '(',
    '+1 ',
    'tel ',
    'DE89 ',
    '1.',
    '1,111,',
    'March ',
    '1月',
    '€',
    '2024-',
    'a.a@',
  ]
  const began = performance.now()
  for (const text of texts) {
    const hostile = text.repeat(long / text.length)
    const all = await found(['date', 'amount', 'email', 'phone', 'iban', 'url'], hostile)
    expect(all.length, text).toBeLessThan(long)
  }
  // Each takes well under a second; anything that grows with the square of the length takes minutes.
  expect(performance.now() - began).toBeLessThan(60_000)
}, 90_000)
