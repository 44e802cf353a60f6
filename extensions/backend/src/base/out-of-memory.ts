import { AppError } from './errors.ts'

/** What a document ends with whose reading takes more memory than it may. */
export const outOfMemory = (cause?: unknown): AppError =>
  new AppError(
    'document.memory',
    'Reading it needs more memory than a document may use. Split it, or save it in another format.',
    { status: 422, cause },
  )
