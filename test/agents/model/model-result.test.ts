import { expect, it } from 'vitest'
import { modelResult } from '../../../extensions/backend/src/agents/model/model-result.ts'
import type { AllTools } from '../../../extensions/backend/src/agents/run-tools.ts'
import { AppError } from '../../../extensions/backend/src/base/errors.ts'
import { usualLimits } from '../../../extensions/backend/src/shared/contract/agents.ts'
import type { Task } from '../../../extensions/backend/src/shared/contract/tasks.ts'

const source = (documentName: string) => ({
  documentId: documentName,
  documentName,
  page: 1,
  passageId: documentName,
  quote: 'The fee is 340 euros.',
  start: 0,
  end: 21,
})

it('what cannot be checked in time is given as it was said, flagged, and says so', async () => {
  const tools = {
    pageText: () => 'The fee is 340 euros.',
    model: { sources: () => [source('a.md'), source('b.md'), source('c.md')], artifacts: () => [] },
    analyser: () => ({
      verify: () => Promise.reject(new AppError('document.stuck', 'It took too long.')),
      [Symbol.asyncDispose]: async () => undefined,
    }),
  } as unknown as AllTools
  const said = {
    text: '“340 euros” [3], again [3], and [1]; `[2]` and [9].',
    stoppedBy: undefined,
    limits: usualLimits,
  }
  const { markdown, citations } = await modelResult({ prompt: 'Fee?' } as Task, said, tools)
  expect(markdown).toContain('“340 euros” [1], again [1], and [2]; `[2]` and .')
  expect(markdown).toContain('too long for its quotations')
  expect(citations).toMatchObject([
    { documentName: 'c.md', verified: false, match: 'unverified' },
    { documentName: 'a.md', verified: false, match: 'unverified' },
  ])
})
