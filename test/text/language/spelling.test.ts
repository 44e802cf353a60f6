import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { beginnings, nearest } from '../../../extensions/backend/src/text/language/spelling.ts'
import { type Library, openLibrary } from '../../retrieval/library.ts'

describe('nearest', () => {
  const known = ['harbour', 'arbour', 'harbours', 'mooring']

  it('takes the nearest only', () => {
    expect(nearest('harbuor', known)).toEqual(['harbour'])
    expect(nearest('harbourr', known)).toEqual(['harbour', 'harbours'])
  })

  it('finds nothing that is near to a word far from all', () => {
    expect(nearest('zeppelin', known)).toEqual([])
    expect(nearest('harmony', known)).toEqual([])
  })

  it('looks under beginnings that a mistake leaves', () => {
    expect(beginnings('ahrbour')).toContain('ha')
    expect(beginnings('haarbour')).toContain('ha')
    expect(beginnings('xharbour')).toContain('ha')
  })
})

describe('a misspelled query', () => {
  let library: Library
  beforeAll(async () => {
    library = await openLibrary()
    await library.addBytes('permit.txt', 'The harbour authority grants the cooperative a permit for twelve moorings.')
    await library.addBytes('other.txt', 'Nothing of the kind.')
  })
  afterAll(() => library.close())

  it.each([
    ['harbuor', 'harbour'],
    ['coperative', 'cooperative'],
    ['MOORIGNS', 'moorings'],
  ])('%s finds %s, says so and marks it', async (word, instead) => {
    const [hit] = await library.search(word)
    expect(hit?.documentName).toBe('permit.txt')
    expect(hit?.marks.map(([start, end]) => hit.text.slice(start, end))).toEqual([instead])
    expect(await library.corrections(word)).toEqual([{ word, instead }])
  })

  it('leaves words alone that stand in a document, and those that are near none', async () => {
    expect(await library.corrections('permit kind')).toEqual([])
    expect(await library.corrections('zeppelin 12345 xy')).toEqual([])
    expect(await library.search('zeppelin')).toEqual([])
  })

  it('corrects one word of several', async () => {
    expect(await library.corrections('harbour authroity')).toEqual([{ word: 'authroity', instead: 'authority' }])
  })
})
