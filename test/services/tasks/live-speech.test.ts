import { expect, it, vi } from 'vitest'
import type { Said } from '../../../extensions/backend/src/agents/run-tools.ts'
import { liveSpeech } from '../../../extensions/backend/src/services/tasks/live-speech.ts'

const said = (text: string, more: Partial<Said> = {}): Said => ({ text, reasoning: '', calls: [], ...more })

it('each listener is given, piece by piece, what it has not been given', () => {
  const live = liveSpeech()
  let now = said('The ')
  live.show('task', 'step', () => now)
  const early = live.reader('task')
  expect(early()).toEqual([
    { stepId: 'step', channel: 'reasoning', offset: 0, delta: '' },
    { stepId: 'step', channel: 'text', offset: 0, delta: 'The ' },
  ])
  now = said('The fee', { calls: [{ name: 'search_documents', arguments: '{"query"' }] })
  expect(early()).toEqual([
    { stepId: 'step', channel: 'text', offset: 4, delta: 'fee' },
    { stepId: 'step', channel: 'call:0', tool: 'search_documents', offset: 0, delta: '{"query"' },
  ])
  expect(early()).toEqual([])
  expect(
    live
      .reader('task')()
      .find(({ channel }) => channel === 'text')?.delta,
  ).toBe('The fee')
  now = said('Anew')
  expect(early()).toEqual([{ stepId: 'step', channel: 'text', offset: 0, delta: 'Anew' }])
  live.show('task', 'step', undefined)
  expect(early()).toEqual([])
})

it('listeners of a task are told when more was said, until they stop', async () => {
  const live = liveSpeech()
  const [ours, others] = [vi.fn(), vi.fn()]
  const stop = live.watch('task', ours)
  live.watch('another', others)
  live.show('task', 'step', () => said('a'))
  live.show('task', 'step', () => said('ab'))
  await vi.waitFor(() => expect(ours).toHaveBeenCalledTimes(1), 10_000)
  stop()
  live.show('task', 'step', () => said('abc'))
  await new Promise((resolve) => setTimeout(resolve, 150))
  expect(ours).toHaveBeenCalledTimes(1)
  expect(others).not.toHaveBeenCalled()
})
