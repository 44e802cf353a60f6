import { expect, it } from 'vitest'
import { fitting, type Schema } from '../../../scripts/torture/fuzz-values.ts'
import { portion, table, tally } from '../../../scripts/torture/plan.ts'
import { random } from '../../support/random.ts'

it('asks for a share of the whole, never for nothing', () => {
  const plan = (share: number) => ({ share, isOver: () => false, random: random(1) })
  expect([1, 0.1, 0.0001].map((share) => portion(plan(share), 1000))).toEqual([1000, 100, 1])
})

it('prints one row for each scenario, what was met most often first', () => {
  const wrong = tally()
  for (const what of ['rare', 'often', 'often']) wrong.add(what)
  const rows = [{ scenario: 'kills', tried: 1000, lost: 0, failed: wrong.size, note: `${wrong.words()} | a|b` }]
  expect(table(rows).split('\n').slice(2)).toEqual(['| kills | 1,000 | 0 | 3 | 2 × often; 1 × rare \\| a\\|b |'])
})

it('makes values that fit a schema most of the time, the same for the same seed', () => {
  const schema: Schema = {
    type: 'object',
    properties: {
      name: { type: 'string' },
      size: { type: 'integer', minimum: 1, maximum: 9 },
      kind: { enum: ['a', 'b'] },
    },
    required: ['name', 'kind'],
  }
  const make = (seed: number) => {
    const chances = { random: random(seed), known: ['an-id'] }
    return Array.from({ length: 500 }, () => fitting(schema, chances) as Record<string, unknown> | null)
  }
  expect(make(3)).toEqual(make(3))
  const values = make(4)
  const fit = values.filter((value) => typeof value?.name === 'string' && ['a', 'b'].includes(value.kind as string))
  expect(fit.length).toBeGreaterThan(250)
  expect(fit.length).toBeLessThan(values.length)
})
