import { describe, expect, it } from 'vitest'
import { identifiers, type Pattern } from '../../../extensions/backend/src/text/entities/pattern.ts'
import { readRequest } from '../../../extensions/backend/src/text/entities/request.ts'

const all = 'date amount email phone iban url'

describe('what to extract', () => {
  it.each([
    ['dates and amounts', 'date amount'],
    ['All e-mail addresses, please', 'email'],
    ['Everything', all],
    ['Extract all the data from these', all],
    ['Alle Termine und Beträge', 'date amount'],
    ['toutes les dates et les montants', 'date amount'],
    ['todos los correos y teléfonos', 'email phone'],
    ['Extraia todas as datas e valores', 'date amount'],
    ['даты и суммы', 'date amount'],
    ['所有日期和金额', 'date amount'],
    ['الأسعار والتواريخ', 'date amount'],
    ['tarih ve telefon', 'date phone'],
    ['phone numbers, links and IBANs', 'phone iban url'],
    ['contact details', 'email phone'],
    ['update the list', all],
    ['dates like 2024-03-05', 'date'],
  ])('%s', (prompt, kinds) => {
    expect(readRequest(prompt)).toEqual({ kinds: kinds.split(' '), patterns: [] })
  })

  it.each<[string, string, Pattern[]]>([
    ['IDs like AB-1234', 'identifier', [{ kind: 'example', written: 'AB-1234' }]],
    [
      'Invoice numbers such as RE-2024-001 or INV0001.',
      'identifier',
      [
        { kind: 'example', written: 'RE-2024-001' },
        { kind: 'example', written: 'INV0001' },
      ],
    ],
    ['Everything, and IDs like AB-1234', `${all} identifier`, [{ kind: 'example', written: 'AB-1234' }]],
    ['Aktenzeichen wie 12 O 345/20', 'identifier', [{ kind: 'example', written: '12 O 345/20' }]],
    ['dates, and everything matching AB-####', 'date identifier', [{ kind: 'mask', written: 'AB-####' }]],
    [
      String.raw`/AB-\d{2,4}/i and dates`,
      'date identifier',
      [{ kind: 'expression', written: String.raw`/AB-\d{2,4}/i` }],
    ],
  ])('%s', (prompt, kinds, patterns) => {
    expect(readRequest(prompt)).toEqual({ kinds: kinds.split(' '), patterns })
  })

  it('says what is wrong with a pattern, and that one is missing', () => {
    expect(() => readRequest('/AB-(/')).toThrow(/isn’t a valid regular expression/)
    expect(() => readRequest('/AB/y')).toThrow(/flags/)
    expect(() => readRequest(`/${'a'.repeat(300)}/`)).toThrow(/200 characters/)
    expect(() => readRequest('all identifiers')).toThrow(/look like/)
  })
})

describe('identifiers', () => {
  const found = (kind: Pattern['kind'], written: string, text: string) =>
    identifiers([{ kind, written }])(text).map(({ start, end }) => text.slice(start, end))

  it('of an example have its letters’ case, its digits and its marks', () => {
    const text = 'AB-1234, CD-5678; ab-1234, AB-12345, AB-1234-5, X-AB-1234, AB 1234, (EF-0001).'
    expect(found('example', 'AB-1234', text)).toEqual(['AB-1234', 'CD-5678', 'EF-0001'])
  })
  it('of a mask have its letters', () => {
    expect(found('mask', 'AB-##?', 'AB-12x AB-123 CD-12x AB-1234')).toEqual(['AB-12x', 'AB-123'])
    expect(found('mask', 'R*/##', 'R2024a/12, R/12, R1/1')).toEqual(['R2024a/12'])
    expect(found('mask', 'a.c+(#)', 'a.c+(1) abc+(1)')).toEqual(['a.c+(1)'])
  })
  it('of an expression are what it matches, never nothing', () => {
    expect(found('expression', String.raw`/ab-\d*/i`, 'AB-12 ab- x')).toEqual(['AB-12', 'ab-'])
    expect(found('expression', '/x*/', 'axxb')).toEqual(['xx'])
  })
})
