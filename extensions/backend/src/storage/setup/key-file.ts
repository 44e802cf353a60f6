import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { fail } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'

/** Keys in a file of the data directory that only its owner may read: for where the system keeps none. */
export const keyFile = (dataDir: string) => {
  const path = join(dataDir, 'keys.json')

  /** @throws AppError `keys.damaged` (409) */
  const read = (): Record<string, string> => {
    if (!existsSync(path)) return {}
    try {
      return JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>
    } catch {
      // Not as the cause: what JSON.parse complains about is a piece of the text.
      return fail('keys.damaged', words.models.keyFileDamaged(path), { status: 409 })
    }
  }

  const write = (keys: Record<string, string>): void => {
    if (Object.keys(keys).length === 0) {
      rmSync(path, { force: true })
      return
    }
    const temporary = `${path}.${process.pid}.tmp`
    rmSync(temporary, { force: true })
    const file = openSync(temporary, 'wx', 0o600)
    try {
      writeSync(file, JSON.stringify(keys))
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, path)
  }

  return {
    path,
    get: (id: string): string | undefined => read()[id],
    set: (id: string, key: string) => write({ ...read(), [id]: key }),
    remove(id: string): void {
      const { [id]: removed, ...rest } = read()
      if (removed !== undefined) write(rest)
    },
  }
}
export type KeyFile = ReturnType<typeof keyFile>
