import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, expectTypeOf, it } from 'vitest'
import { type Thread, thread } from '../../extensions/backend/src/base/thread.ts'
import type { OutputOf, ProgressOf } from '../../extensions/backend/src/base/thread-calls.ts'
import type { DatabaseCareCalls } from '../../extensions/backend/src/workers/database-care.worker.ts'
import type { IntegrityCalls } from '../../extensions/backend/src/workers/integrity.worker.ts'
import type { ParseCalls } from '../../extensions/backend/src/workers/parse.worker.ts'
import { temporaryFolder } from '../support/folder.ts'

let worker: Thread<IntegrityCalls> | undefined
afterEach(() => worker?.close())

it('gives what the handler of that name gives, typed as it is there', async () => {
  worker = thread<IntegrityCalls>({ name: 'integrity' })
  const path = join(temporaryFolder(), 'file')
  writeFileSync(path, 'kelp')
  const hash = await worker.call('hash', path)
  expectTypeOf(hash).toEqualTypeOf<string | undefined>()
  expect(hash).toBe(createHash('sha256').update('kelp').digest('hex'))
})

it('knows no call that the worker does not serve, nor one with another input', async () => {
  worker = thread<IntegrityCalls>({ name: 'integrity' })
  // @ts-expect-error There is no such handler.
  await expect(worker.call('weigh', '')).rejects.toThrow('This worker has no weigh.')
  // @ts-expect-error A path is a string.
  await expect(worker.call('hash', 5)).rejects.toThrow()
})

it('tells the types of progress and of what is handed over', () => {
  expectTypeOf<ProgressOf<DatabaseCareCalls['mend']>>().toEqualTypeOf<number>()
  expectTypeOf<ProgressOf<DatabaseCareCalls['copy']>>().toEqualTypeOf<never>()
  expectTypeOf<OutputOf<ParseCalls['render']>>().toHaveProperty('png')
})
