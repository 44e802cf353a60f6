import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { Tools } from '../../../extensions/backend/src/agents/common-tools.ts'
import { coverageNotes, readEach } from '../../../extensions/backend/src/agents/extractive/coverage.ts'
import { AppError } from '../../../extensions/backend/src/base/errors.ts'
import type { Document } from '../../../extensions/backend/src/shared/contract/documents.ts'

const document = (name: string, more: Partial<Document> = {}): Document => ({
  id: name,
  workspaceId: 'w',
  name,
  mediaType: 'text/plain',
  size: 1,
  sha256: '',
  status: 'ready',
  progress: 1,
  pages: 3,
  passages: 3,
  createdAt: '2026-11-20T00:00:00.000Z',
  ...more,
})

/** Tools with these documents, and all that a step said. */
const toolsWith = (documents: Document[]) => {
  const said: [title: string | undefined, detail: unknown][] = []
  const step = (async (_kind, _title, work) => {
    const done = await work({ update: (detail, title) => void said.push([title, detail]) })
    said.push([done.title, done.detail])
    return done.value
  }) as Tools['step']
  return { said, tools: { step, documents: () => documents } as unknown as Tools }
}

it('reads every document in the order of a folder and says how far it is', async () => {
  const documents = [...Array.from({ length: 12 }, (_, n) => document(`${12 - n}.txt`))]
  const { said, tools } = toolsWith(documents)
  const read: string[] = []
  const coverage = await readEach(
    tools,
    async ({ name }) => {
      await delay(50)
      read.push(name)
      return { pages: 1, blank: 0 }
    },
    () => {},
  )
  expect(read).toEqual(Array.from({ length: 12 }, (_, n) => `${n + 1}.txt`))
  expect(coverage.checked).toHaveLength(12)
  expect(said.length).toBeGreaterThan(1)
  for (const [title, detail] of said) {
    const { checked, of } = detail as { checked: number; of: number }
    expect(title).toBe(`Checked ${checked} of 12 documents`)
    expect(of).toBe(12)
  }
  expect(said.at(-1)?.[1]).toEqual({ checked: 12, of: 12 })
})

it('names the documents that could not be checked, each with its reason, and reads on', async () => {
  const { tools } = toolsWith([
    document('a.txt'),
    document('b.txt', { status: 'failed', error: 'b.txt is damaged. Get it again.' }),
    document('c.txt'),
    document('d.txt', { status: 'indexing' }),
    document('e.txt'),
    document('f_*.txt'),
  ])
  const taken: string[] = []
  const coverage = await readEach(
    tools,
    async ({ name }) => {
      if (name === 'c.txt') throw new AppError('document.stuck', 'It made no progress.')
      if (name === 'e.txt') return undefined
      return { pages: 3, blank: name === 'f_*.txt' ? 2 : 0 }
    },
    ({ name }) => void taken.push(name),
  )
  expect(taken).toEqual(['a.txt', 'f_*.txt'])
  const { sentence, notes } = coverageNotes(coverage)
  expect(sentence).toBe('Checked 2 of 6 documents.')
  expect(notes).toBe(
    [
      'Not checked:\n',
      '- b.txt is damaged. Get it again.',
      '- c.txt – It made no progress.',
      '- d.txt – It is being read again. Retry when it is ready.',
      '- e.txt – It was removed or is being read again.',
      '\nPages without text, where nothing can be found:\n',
      String.raw`- f\_\*.txt – 2 of 3 pages`,
    ].join('\n'),
  )
})

it('fails as a whole on what is no document’s fault', async () => {
  const { tools } = toolsWith([document('a.txt')])
  const read = async () => Promise.reject(new Error('The database is gone.'))
  await expect(readEach(tools, read, () => {})).rejects.toThrow('The database is gone.')
})
