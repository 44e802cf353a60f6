import { statSync } from 'node:fs'
import { readableHash, unreadable } from '../../base/disk-file.ts'

/** Milliseconds for which a file that nobody touched since counts as read. */
const trusted = 3600_000
/** Files that are remembered, those that were asked for longest ago not. */
const remembered = 50_000

type Known = { stamp: string; sha256: string; at: number }
type Options = { hash?: (path: string) => Promise<string | undefined> }

/** Checksums of files, each read again only when it was touched, or an hour has gone by. `hash` reads a file. */
export const checksums = ({ hash = readableHash }: Options = {}) => {
  const known = new Map<string, Known>()
  const reading = new Map<string, Promise<string | undefined>>()

  const note = (path: string, sha256: string, stamp = stampOf(path)): void => {
    known.delete(path)
    if (stamp === undefined) return
    known.set(path, { stamp, sha256, at: Date.now() })
    const [oldest] = known.keys()
    if (known.size > remembered && oldest !== undefined) known.delete(oldest)
  }

  const read = async (path: string, stamp: string): Promise<string | undefined> => {
    const sha256 = await hash(path)
    if (sha256 !== undefined && sha256 !== unreadable && stampOf(path) === stamp) note(path, sha256, stamp)
    return sha256
  }

  return {
    /** Notes what is known of a file already, as it was written just now. */
    note,

    /** Remembers a file no longer that is gone; otherwise it would stay until many others came. */
    forget: (path: string): void => void known.delete(path),

    /** Files that are remembered. */
    get size(): number {
      return known.size
    },

    /**
     * SHA-256 of a file as `readableHash` gives it. `isFresh` reads it in any case.
     * @throws NodeJS.ErrnoException when it may not be read
     */
    async of(path: string, { isFresh = false } = {}): Promise<string | undefined> {
      const stamp = stampOf(path)
      const before = known.get(path)
      if (stamp === undefined) return void known.delete(path)
      if (!isFresh && before?.stamp === stamp && Date.now() - before.at < trusted) return before.sha256
      const key = `${path} ${stamp}`
      const result = reading.get(key) ?? read(path, stamp).finally(() => reading.delete(key))
      reading.set(key, result)
      return result
    },
  }
}
export type Checksums = ReturnType<typeof checksums>

/** What changes when somebody writes to a file, or puts another in its place. */
const stampOf = (path: string): string | undefined => {
  const facts = statSync(path, { bigint: true, throwIfNoEntry: false })
  return facts?.isFile() ? `${facts.size} ${facts.mtimeNs} ${facts.ctimeNs} ${facts.ino}` : undefined
}
