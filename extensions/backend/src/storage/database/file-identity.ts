import { statSync } from 'node:fs'
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads'

/** Tells a file from any other that is, or has been, under its name; undefined where there is none. */
export const identityOf = (path: string): string | undefined => {
  const facts = statSync(path, { bigint: true, throwIfNoEntry: false })
  return facts && `${facts.dev} ${facts.ino}`
}

const key = (path: string) => `identity of ${path}`

/** Notes which database is the open one, for threads that start from now on. */
export const noteIdentity = (path: string): void => setEnvironmentData(key(path), identityOf(path) ?? '')

/**
 * A thread must not touch a database that was put in the place of the server's: SQLite would take the log that lies
 * beside it for the log of that one, and write it in. Called with the file open, and nothing of it read.
 */
export const checkIdentity = (path: string): void => {
  const noted = isMainThread ? undefined : getEnvironmentData(key(path))
  if (noted !== undefined && noted !== identityOf(path)) throw new Error('The database file was deleted or replaced.')
}
