import { AppError } from './errors.ts'
import * as words from './words/index.ts'

/** Is there no room for it, on the disk or in the database? */
export const isFull = (error: unknown) => {
  const { code, errcode } = (error ?? {}) as { code?: string; errcode?: number }
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'storage.full') return true
  return errcode === 13 || errcode === 4874 // SQLITE_FULL, SQLITE_IOERR_SHMSIZE
}

export const diskFull = (cause: unknown) => new AppError('storage.full', words.storage.full, { status: 507, cause })

/** Did somebody else write for too long? */
export const isBusy = (error: unknown) => [5, 6].includes(((error as { errcode?: number })?.errcode ?? 0) & 0xff)
