import type { DatabaseSync as Database } from 'node:sqlite'
import { AppError } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'

/** SQLite's result codes: a malformed database, a file that is none, and a part of the file that cannot be read. */
const malformed = [11, 26]
const unreadable = [266, 8202, 8458] // IOERR_READ, IOERR_DATA, IOERR_CORRUPTFS

/** Is the database itself damaged? Also of an error that came from a thread. */
export const isDamage = (error: unknown): boolean => {
  const { code, errcode = 0 } = (error ?? {}) as { code?: string; errcode?: number }
  return code === damaged || malformed.includes(errcode & 0xff) || unreadable.includes(errcode)
}

const damaged = 'database.damaged'

export const databaseDamaged = (cause?: unknown): AppError =>
  new AppError(damaged, words.database.damagedPart, { status: 503, cause })

/** The connection, with `found` called whenever one of its statements meets damage, whoever deals with that. */
export const watchForDamage = (db: Database, found: (error: unknown) => void): Database => {
  const watched = <Args extends unknown[], Value>(run: (...args: Args) => Value) =>
    function (this: unknown, ...args: Args): Value {
      try {
        return run.apply(this, args)
      } catch (error) {
        if (isDamage(error)) found(error)
        throw error
      }
    }
  const prepare = watched(db.prepare.bind(db))
  db.exec = watched(db.exec.bind(db))
  db.prepare = (...args: Parameters<typeof prepare>) => {
    const statement = prepare(...args)
    for (const name of ['get', 'all', 'run'] as const) {
      Object.assign(statement, { [name]: watched(statement[name].bind(statement) as (...args: unknown[]) => unknown) })
    }
    return statement
  }
  return db
}
