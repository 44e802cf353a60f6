import * as words from './words/index.ts'

/**
 * A failure that a person can do something about. Thrown anywhere, turned into a response, a failed document
 * or a failed task once, at the border. `message` says what happened and what to do.
 */
export class AppError extends Error {
  readonly code: string
  readonly status: number

  constructor(code: string, message: string, { status = 400, cause }: { status?: number; cause?: unknown } = {}) {
    super(message, { cause })
    this.name = 'AppError'
    this.code = code
    this.status = status
  }
}

/** Throws an AppError where an expression is wanted: `find(id) ?? fail('document.unknown', …)`. */
export const fail = (code: string, message: string, options?: { status?: number; cause?: unknown }): never => {
  throw new AppError(code, message, options)
}

/** What a document ends with whose reading takes more memory than it may. */
export const outOfMemory = (cause?: unknown): AppError =>
  new AppError('document.memory', words.reading.tooMuchMemory, { status: 422, cause })
