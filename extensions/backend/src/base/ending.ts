import { AppError } from './errors.ts'
import * as words from './words/index.ts'

/** What is answered to whatever the server's end cuts off. */
export const serverEnding = (cause?: unknown) =>
  new AppError('server.ending', words.requests.ending, { status: 503, cause })
