import { AppError } from '../../base/errors.ts'

/** Whether it is the original that is at fault, not what is in it. */
export const isOriginalsFault = (code: string) => code === 'document.bytes-damaged' || code === 'document.bytes-missing'

/** What an original's error says, or nothing where it is another's. */
export const faultIn = (error: unknown): AppError | undefined =>
  error instanceof AppError && (isOriginalsFault(error.code) || error.code === 'file.bytes-damaged') ? error : undefined
