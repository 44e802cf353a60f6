import { expect, it } from 'vitest'
import { type Row, standing, table } from '../../scripts/outdated/standing.ts'

const now = Date.parse('2026-06-01')

it.each<[ours: string, newest: string, released: string, note: Row['note']]>([
  ['10.1.0', '12.0.0', '2026-05-01', 'new major'],
  ['10.1.0', '10.2.0', '2026-05-01', 'newer'],
  ['9.0.0', '10.0.0', '2026-05-01', 'new major'],
  ['10.1.9', '10.1.10', '2026-05-01', 'newer'],
  ['0.18.14', '0.19.0', '2026-05-01', 'new major'],
  ['0.18.14', '0.18.15', '2026-05-01', 'newer'],
  ['0.0.3', '0.0.4', '2026-05-01', 'new major'],
  ['0.9.0', '1.0.0', '2026-05-01', 'new major'],
  ['2.0.0', '2.0.0', '2026-05-01', ''],
  ['3.0.0', '2.9.9', '2026-05-01', ''], // a version that the tag "latest" does not name yet
  ['4.0.0-beta.1', '4.0.0', '2026-05-01', ''],
  ['7.0.6', '7.0.6', '2024-05-01', 'no release for two years'],
  ['7.0.6', '7.0.6', '2024-07-01', ''],
  ['7.0.6', '8.0.0', '2020-01-01', 'new major'],
])('%s, where the newest is %s of %s: "%s"', (ours, newest, released, note) => {
  expect(standing('some', ours, { newest, released }, now).note).toBe(note)
})

it('the table names first what is to be seen to', () => {
  const row = (name: string, newest: string, released = '2026-05-01T10:00:00.000Z') =>
    standing(name, '1.0.0', { newest, released }, now)
  const old = row('old', '1.0.0', '2020-01-01T00:00:00Z')
  expect(table([row('good', '1.0.0'), row('newer', '1.1.0'), old, row('major', '2.0.0')]).split('\n')).toEqual([
    '       ours   newest  released',
    'major  1.0.0  2.0.0   2026-05-01  new major',
    'old    1.0.0  1.0.0   2020-01-01  no release for two years',
    'newer  1.0.0  1.1.0   2026-05-01  newer',
    'good   1.0.0  1.0.0   2026-05-01',
  ])
})
