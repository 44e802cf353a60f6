import { describe, expect, it } from 'vitest'
import { editDistance } from '../../../extensions/backend/src/text/language/edit-distance.ts'

describe('edits that make one word of another', () => {
  it.each([
    ['harbour', 'harbour', 0],
    ['harbour', 'harbor', 1],
    ['retreival', 'retrieval', 1],
    ['moring', 'mooring', 1],
    ['abc', 'ca', 3],
    ['kitten', 'sitting', 3],
  ])('%s → %s: %i', (one, other, away) => {
    expect(editDistance(one, other, 9)).toBe(away)
    expect(editDistance(other, one, 9)).toBe(away)
  })

  it('stops counting beyond the limit', () => {
    expect(editDistance('kitten', 'sitting', 1)).toBeGreaterThan(1)
  })
})
