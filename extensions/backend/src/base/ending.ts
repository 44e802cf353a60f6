import { AppError } from './errors.ts'

/** What is answered to whatever the server's end cuts off. */
export const serverEnding = (cause?: unknown) =>
  new AppError('server.ending', 'AIOS is ending. Send it again later.', { status: 503, cause })
