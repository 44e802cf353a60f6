import { expect, test } from 'vitest'
import { Notices } from '../../src/state/notices.ts'

test('what goes on is said as long as it does, and no longer', async () => {
  const notices = new Notices()
  const messages = () => notices.value.map(({ message }) => message)
  const { promise, resolve } = Promise.withResolvers<number>()
  const work = notices.during('Exporting …', promise)
  expect(messages()).toEqual(['Exporting …'])
  resolve(7)
  expect(await work).toBe(7)
  expect(messages()).toEqual([])
  await expect(notices.during('Exporting …', Promise.reject(new Error('full')))).rejects.toThrow('full')
  expect(messages()).toEqual([])
})

test('what is offered again stands there once, and does what was offered last', () => {
  const notices = new Notices()
  const done: string[] = []
  const offer = (what: string) => notices.offer('Damaged.', { label: 'Go on', run: () => done.push(what) })
  offer('first')
  offer('second')
  notices.error('Damaged.')
  expect(notices.value).toHaveLength(1)
  notices.value[0]?.action?.run()
  expect(done).toEqual(['second'])
  expect(notices.value).toEqual([])
})
