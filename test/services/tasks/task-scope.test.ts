import { expect, it } from 'vitest'
import { taskScope } from '../../../extensions/backend/src/services/tasks/task-scope.ts'

type Documents = Awaited<ReturnType<Parameters<typeof taskScope>[2]>>

const document = (id: string, name: string) => ({
  id,
  name,
  mediaType: 'application/pdf',
  date: 0,
  passages: 1,
})
const all = [
  document('a', 'permit.pdf'),
  { ...document('b', 'notes.md'), mediaType: 'text/markdown' },
  document('c', 'rules.pdf'),
] as unknown as Documents

it.each([
  ['What is the fee?', undefined, undefined],
  ['What is the fee?', ['a'], ['a']],
  ['What is the fee? type:pdf', undefined, ['a', 'c']],
  ['What is the fee? type:pdf', ['a', 'b'], ['a']],
  ['What is the fee? -type:pdf', undefined, ['b']],
])('“%s” of %o is about %o', async (prompt, documentIds, expected) => {
  const task = { prompt, ...(documentIds && { documentIds }) }
  const scope = await taskScope(
    task,
    () => 7,
    async (number) => (number === 7 ? all : []),
  )
  expect(scope).toEqual(expected)
})
