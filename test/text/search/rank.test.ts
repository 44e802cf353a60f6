import { describe, expect, it } from 'vitest'
import { grams } from '../../../extensions/backend/src/text/search/grams.ts'
import { plan } from '../../../extensions/backend/src/text/search/plan.ts'
import { readQuery } from '../../../extensions/backend/src/text/search/query.ts'
import { rank } from '../../../extensions/backend/src/text/search/rank.ts'

const ranked = (query: string, candidates: { text: string; score?: number; parentScore?: number }[]) =>
  rank(
    query,
    readQuery(query, []),
    candidates.map(({ text, score = 1, parentScore = 0 }) => ({ text, score, parentScore })),
  ).map(({ text }) => text)

describe('rank', () => {
  it('puts words that stand together in the query first where they stand together in the text', () => {
    const apart = 'The flow was boundary to a wide and shallow layer'
    const together = 'The flow was wide; a boundary layer was shallow'
    expect(ranked('boundary layer', [{ text: apart }, { text: together }])).toEqual([together, apart])
  })

  it('finds the parts of compounds', () => {
    const compound = 'Der Verteidigungsminister sprach'
    const other = 'Der Landwirtschaftsbetrieb ruhte'
    expect(ranked('Minister der Verteidigung', [{ text: other }, { text: compound }])[0]).toBe(compound)
  })

  it('counts the document beside the passage', () => {
    expect(ranked('x', [{ text: 'a' }, { text: 'b', parentScore: 1 }])).toEqual(['b', 'a'])
  })
})

describe('grams', () => {
  it('is 1 for the query itself, 0 for what has nothing of it', () => {
    const [same, none] = grams('slipstream velocity', ['slipstream velocity', 'Käse und Brot'])
    expect(same).toBeCloseTo(1, 10)
    expect(none).toBe(0)
  })

  it('compares pairs of characters in Chinese', () => {
    const [near, far] = grams('职业碗防守', ['这是职业碗比赛', '今天天气很好']) as [number, number]
    expect(near).toBeGreaterThan(0)
    expect(far).toBe(0)
  })
})

describe('plan', () => {
  const term = (name: string, frequency: number, count = 1) => ({ term: name, count, frequency })

  it('starts from rare terms as far as the budget goes', () => {
    const { rare, common } = plan([term('the', 90_000), term('wing', 900), term('slipstream', 20)], 1000)
    expect(rare.map((each) => each.term)).toEqual(['slipstream', 'wing'])
    expect(common.map((each) => each.term)).toEqual(['the'])
  })

  it('always has the rarest, and leaves out what nothing has', () => {
    const { rare, common } = plan([term('gone', 0), term('a', 50_000), term('b', 60_000)], 1000)
    expect(rare.map((each) => each.term)).toEqual(['a'])
    expect(common.map((each) => each.term)).toEqual(['b'])
  })
})
