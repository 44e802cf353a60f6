import { fail } from '../../../base/errors.ts'

/**
 * Says of a file that it needs a password, or another one than the one that was given.
 * @throws AppError `document.encrypted` (409), always
 */
export const locked = (name: string, password: string | undefined): never =>
  fail(
    'document.encrypted',
    password
      ? `That is not the password of ${name}. Check it and retry.`
      : `${name} is protected with a password. Give it and retry, or save a copy without it and add that.`,
    { status: 409 },
  )

/**
 * Says of a file that no password that AIOS could be given opens it.
 * @throws AppError `document.protected`, always
 */
export const sealed = (name: string): never =>
  fail(
    'document.protected',
    `${name} is protected in a way that AIOS cannot open. Open it in its program, save a copy without the password and add that.`,
  )
