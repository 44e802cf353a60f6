import type { LitElement } from 'lit'
import { expect, test } from 'vitest'
import { Attempt } from '../../src/components/form/attempt.ts'
import { InvalidForm } from '../../src/components/form/form-fields.ts'

test('a form is sent once at a time, and says what went wrong until it is sent again', async () => {
  let drawn = 0
  const attempt = new Attempt({ requestUpdate: () => void drawn++ } as unknown as LitElement)
  const { promise, reject } = Promise.withResolvers<void>()
  const first = attempt.make(() => promise)
  let second = 0
  await attempt.make(async () => void second++)
  expect(attempt.isBusy).toBe(true)
  expect(second).toBe(0)
  reject(new Error('limits.steps: Too big.'))
  await first
  expect(attempt.isBusy).toBe(false)
  expect(attempt.problem).toBe('limits.steps: Too big.')
  expect(attempt.problems).toEqual({ 'limits.steps': 'Too big.' })
  await attempt.make(async () => expect(attempt.problems).toEqual({}))
  expect(attempt.error).toBeUndefined()
  expect(drawn).toBe(4)
})

test('what a form itself finds wrong stands at its fields alone', async () => {
  const attempt = new Attempt({ requestUpdate: () => undefined } as unknown as LitElement)
  await attempt.make(async () => {
    throw new InvalidForm({ name: 'Needs a name.' })
  })
  expect(attempt.problems).toEqual({ name: 'Needs a name.' })
  expect(attempt.problem).toBe('')
})
