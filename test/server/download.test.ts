import { describe, expect, it } from 'vitest'
import { attachment, rangeOf } from '../../extensions/backend/src/server/download.ts'

describe('rangeOf (RFC 9110, 14)', () => {
  it.each([
    [undefined, undefined],
    ['bytes=0-0', { start: 0, end: 0 }],
    ['bytes=10-19', { start: 10, end: 19 }],
    ['bytes=90-', { start: 90, end: 99 }],
    ['bytes=-10', { start: 90, end: 99 }],
    ['bytes=-1000', { start: 0, end: 99 }],
    ['bytes=50-1000', { start: 50, end: 99 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=20-10', undefined],
    ['bytes=0-1,4-5', undefined],
    ['lines=1-2', undefined],
    ['bytes=-', undefined],
  ])('%s of 100 bytes', (header, range) => {
    expect(rangeOf(header, 100)).toEqual(range)
  })

  it('of an empty file', () => {
    expect(rangeOf('bytes=0-', 0)).toBe('unsatisfiable')
  })
})

it('names attachments so that no header can be broken', () => {
  const headers = attachment('a"b\r\n日本 %.pdf', 'application/pdf')
  const disposition = headers['Content-Disposition']
  expect(disposition).not.toMatch(/[\r\n]/)
  expect(disposition).toBe(
    `attachment; filename="a_b____ _.pdf"; filename*=UTF-8''a%22b%0D%0A%E6%97%A5%E6%9C%AC%20%25.pdf`,
  )
})
