import { describe, expect, it } from 'vitest'
import {
  charactersPerToken,
  fitted,
  roomOf,
  sizeOf,
} from '../../../extensions/backend/src/agents/model/context-window.ts'
import { type Call, type Turn, timesInARow } from '../../../extensions/backend/src/agents/model/conversation.ts'
import { earlierMessages, type Messages, toPrompt } from '../../../extensions/backend/src/agents/model/messages.ts'
import type { Step, Task } from '../../../extensions/backend/src/shared/contract/tasks.ts'

const call = (key: string, output: string, more: Partial<Call> = {}): Call => ({
  key,
  id: 'call_1',
  name: 'read_page',
  arguments: `{"page":"${key}"}`,
  outcome: { text: output, isError: false },
  cutOff: 0,
  approvals: [],
  ...more,
})
const turn = (n: number, output: string): Turn => ({
  step: { detail: {} } as Step,
  text: `Turn ${n}.`,
  calls: [call(`${n}`, output)],
})
const messages = (turns: Turn[], more: Partial<Messages> = {}): Messages => ({
  system: 'System.',
  earlier: [],
  prompt: 'Prompt.',
  turns,
  ...more,
})
const outputs = ({ turns }: Messages) => turns.flatMap(({ calls }) => calls.map(({ outcome }) => outcome?.text ?? ''))

describe('messages for a window', () => {
  const long = 'x'.repeat(5000)

  it('that is wide enough stay as they are', () => {
    const all = messages([turn(1, long), turn(2, long)])
    expect(fitted(all, 100_000)).toBe(all)
  })

  it('are measured turn by turn, so that hundreds of long outputs hold nothing up', () => {
    const all = messages(Array.from({ length: 500 }, (_, at) => turn(at, 'y'.repeat(20_000))))
    // Measured as a whole for each turn that is shortened, these took a thousand times as long as once.
    const began = performance.now()
    sizeOf(all)
    const once = performance.now() - began
    const fitting = fitted(all, 100_000)
    expect(performance.now() - began).toBeLessThan(100 * once)
    expect(sizeOf(fitting)).toBeLessThanOrEqual(100_000)
    expect(fitting.turns.length).toBeGreaterThan(50)
  })

  it('that is narrow: the oldest outputs are shortened first, the latest stays whole', () => {
    const [first = '', second = '', third] = outputs(
      fitted(messages([turn(1, long), turn(2, long), turn(3, long)]), 12_000),
    )
    expect(first).toContain('shortened')
    expect(first.length).toBeLessThan(1000)
    expect(second).toBe(long)
    expect(third).toBe(long)
  })

  it('that is very narrow: each step more is left out, and it fits', () => {
    const turns = Array.from({ length: 40 }, (_, n) => turn(n, long))
    const task = { prompt: 'Before?', result: { markdown: 'y'.repeat(9000) } } as Task
    for (const room of [60_000, 20_000, 6000, 3000]) {
      const all = messages(turns, { earlier: earlierMessages([task]) })
      const fitting = fitted(all, room)
      expect(sizeOf(fitting)).toBeLessThanOrEqual(room)
      expect(fitting.turns.at(-1)?.calls[0]?.key).toBe('39')
      expect(fitting.prompt).toContain('Prompt.')
    }
  })

  it('that holds not even the prompt is an error in words', () => {
    expect(() => fitted(messages([], { prompt: long }), 4000)).toThrow('larger context length')
  })

  it('keeps room for an answer, and counts scripts without spaces as denser', () => {
    expect(roomOf(8192)).toBe(6144)
    expect(roomOf(200_000)).toBe(195_904)
    expect(charactersPerToken('港湾の許可証の年間料金')).toBeLessThan(
      charactersPerToken('The annual fee for a mooring'),
    )
  })
})

it('calls get ids of their own where a server counts them anew with each answer', () => {
  const prompt = toPrompt(messages([turn(1, 'a'), turn(2, 'b')]))
  const ids = prompt.flatMap(({ role, content }) =>
    role === 'assistant' ? content.flatMap((part) => (part.type === 'tool-call' ? [part.toolCallId] : [])) : [],
  )
  const results = prompt.flatMap(({ role, content }) =>
    role === 'tool' ? content.flatMap((part) => (part.type === 'tool-result' ? [part.toolCallId] : [])) : [],
  )
  expect(new Set(ids).size).toBe(2)
  expect(results).toEqual(ids)
})

it('a server sees again what it wants to see with a call, and an object also where the model wrote none', () => {
  const metadata = { google: { thoughtSignature: 'abc' } }
  const turns = [{ ...turn(1, 'a'), calls: [call('1', 'a', { metadata }), call('2', 'b', { arguments: '[1' })] }]
  const [, , said] = toPrompt(messages(turns))
  const parts = said?.role === 'assistant' ? said.content : []
  expect(parts).toMatchObject([
    { type: 'text' },
    { type: 'tool-call', input: { page: '1' }, providerOptions: metadata },
    { type: 'tool-call', input: {} },
  ])
})

it('counts the same call in a row however its arguments are written, anew once it was asked about', () => {
  const calls = [
    call('1', '', { arguments: '{"a":1,"b":[2]}' }),
    call('2', '', { arguments: '{ "b": [2], "a": 1 }' }),
    call('3', '', {
      arguments: '{"a":1,"b":[2]}',
      approvals: [{ kind: 'loop', status: 'approved' } as Call['approvals'][0]],
    }),
    call('4', '', { arguments: '{"a":1,"b":[2]}' }),
    call('5', '', { arguments: '{"a":2,"b":[2]}' }),
  ]
  const turns: Turn[] = calls.map((each) => ({ step: { detail: {} } as Step, text: '', calls: [each] }))
  expect(calls.map((each) => timesInARow(turns, each))).toEqual([1, 2, 3, 1, 1])
})
