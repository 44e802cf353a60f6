import { fail } from '../../../base/errors.ts'
import * as words from '../../../base/words/index.ts'

/**
 * Says of a file that it needs a password, or another one than the one that was given.
 * @throws AppError `document.encrypted` (409), always
 */
export const locked = (name: string, password: string | undefined): never =>
  fail(
    'document.encrypted',
    password ? words.reading.locked.wrongPassword(name) : words.reading.locked.noPassword(name),
    { status: 409 },
  )

/**
 * Says of a file that no password that AIOS could be given opens it.
 * @throws AppError `document.protected`, always
 */
export const sealed = (name: string): never => fail('document.protected', words.reading.locked.sealed(name))
