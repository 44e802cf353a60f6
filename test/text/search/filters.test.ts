import { describe, expect, it } from 'vitest'
import { filterTokens, withoutTokens, writeFilter } from '../../../extensions/backend/src/shared/filter-syntax.ts'
import { type Filtered, filterOf, readFilters } from '../../../extensions/backend/src/text/search/filters.ts'
import { parseQuery, readQuery } from '../../../extensions/backend/src/text/search/query.ts'

const now = new Date(2026, 4, 20, 15)
const day = (year: number, month: number, date: number) => new Date(year, month - 1, date, 12).getTime()

const documents = {
  plan: { name: 'Site plan.pdf', folder: 'Permits/2024', mediaType: 'application/pdf', date: day(2024, 5, 31) },
  old: { name: 'old site plan.pdf', mediaType: 'application/pdf', date: day(2023, 12, 31) },
  rules: { name: 'règles.md', folder: 'Permits', mediaType: 'text/markdown', date: day(2024, 1, 1) },
  code: { name: 'tide.py', mediaType: 'text/x-python', date: day(2026, 5, 18) },
} satisfies Record<string, Filtered>

/** The names of the documents that a query's filters let through. */
const through = (query: string) => {
  const { filters } = readFilters(query, now)
  const passes = filterOf(filters, Object.values(documents))
  return Object.entries(documents).flatMap(([key, each]) => (passes(each) ? [key] : []))
}

describe('filters', () => {
  it.each([
    ['type:pdf', ['plan', 'old']],
    ['TYPE:.PDF', ['plan', 'old']],
    ['type:pdf type:md', ['plan', 'old', 'rules']],
    ['type:pdf,md', ['plan', 'old', 'rules']],
    ['type:code', ['code']],
    ['type:text/markdown', ['rules']],
    ['-type:pdf', ['rules', 'code']],
    ['type:pdf -in:"old site plan.pdf"', ['plan']],
    ['in:"site plan.pdf"', ['plan']],
    ['in:plan', ['plan', 'old']],
    ['in:permits', ['plan', 'rules']],
    ['in:Permits/2024', ['plan']],
    ['in:„Permits/2024/Site plan.pdf“', ['plan']],
    ['in:regles', ['rules']],
    ['in:nowhere', []],
    ['date:2024', ['plan', 'rules']],
    ['date:2024-05', ['plan']],
    ['date:2024-05-31', ['plan']],
    ['date:2023..2024-01', ['old', 'rules']],
    ['date:2023 date:2026', ['old', 'code']],
    ['before:2024-01-01', ['old']],
    ['after:2024', ['plan', 'rules', 'code']],
    ['after:2024 before:2025', ['plan', 'rules']],
    ['-after:2024', ['old']],
    ['after:7d', ['code']],
    ['after:today', []],
    ['type:pdf date:2024', ['plan']],
  ])('%s lets through %j', (query, expected) => {
    expect(through(query)).toEqual(expected)
  })

  it.each([
    ['type:zzz fees', 'type:zzz', 'fees', /“zzz” isn’t a document type/],
    ['fees before:soon', 'before:soon', 'fees', /“soon” isn’t a date.*before:2024-05/],
    ['date:2024-13 fees', 'date:2024-13', 'fees', /isn’t a date/],
    ['date:2024-02-30', 'date:2024-02-30', '', /isn’t a date/],
    ['type:constructor', 'type:constructor', '', /isn’t a document type/],
    ['type:do', 'type:do', '', /type:docx/],
  ])('%s is said to mean nothing', (query, filter, rest, message) => {
    const read = readFilters(query, now)
    expect(read).toEqual({ rest, filters: [], notes: [{ filter, message: expect.stringMatching(message) }] })
  })

  it.each(['foo:bar', 'http://type:pdf', '"see type:pdf here"', 'type: pdf', 'subtype:pdf', 'type:', 'in:""'])(
    '%s is text',
    (query) => {
      expect(readFilters(query, now)).toEqual({ rest: query, filters: [], notes: [] })
    },
  )

  it('leaves in a long text what means nothing, and takes what does', () => {
    const long = 'The field of a record that says type:string is read before all the other ones of it in'
    expect(readFilters(`${long} type:pdf`)).toMatchObject({ rest: long, notes: [], filters: [{ text: 'type:pdf' }] })
  })

  it('are written as they are read', () => {
    for (const query of ['type:pdf', '-in:"old plans"', 'date:2024-05']) {
      expect(filterTokens(query).map(writeFilter)).toEqual([query])
    }
    const query = 'mooring type:pdf fees -in:"old plans"'
    expect(withoutTokens(query, filterTokens(query))).toBe('mooring fees')
  })
})

describe('a query with filters', () => {
  it('looks for its other words only', () => {
    const { terms, phrases, excluded } = parseQuery('type:pdf "mooring fee" -crash after:2024')
    expect([...terms.keys()]).toEqual(['moor', 'fee'])
    expect({ phrases, excluded }).toEqual({ phrases: [['moor', 'fee']], excluded: [['crash']] })
    expect(readQuery('type:pdf fee type:zzz', ['de'])).toMatchObject({
      text: 'fee',
      filters: [{ text: 'type:pdf' }],
      notes: [{ filter: 'type:zzz' }],
    })
  })
})
