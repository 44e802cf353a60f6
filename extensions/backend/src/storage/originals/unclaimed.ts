import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { syncFolder } from './sync-folder.ts'

/** What is known of an original: of the document, or the file of a task, that it was the bytes of. */
const about = z.object({
  name: z.string().optional(),
  folder: z.string().optional(),
  mediaType: z.string().optional(),
  modified: z.number().optional(),
  documentId: z.string().optional(),
  workspaceId: z.string().optional(),
})
export type About = z.infer<typeof about>

const note = about.extend({ since: z.iso.datetime() })

/** An original that belongs to nothing; `since` is when it was set aside. */
export type UnclaimedFile = z.infer<typeof note> & { sha256: string; size: number }

/** Originals that nobody owns, in `blobs/unclaimed/`, each with a note of what it was. */
export const unclaimedStore = (dataDir: string) => {
  const root = join(dataDir, 'blobs', 'unclaimed')
  const pathOf = (sha256: string) => join(root, sha256)
  const noteOf = (sha256: string) => join(root, `${sha256}.json`)
  const sizeOf = (sha256: string) => statSync(pathOf(sha256), { throwIfNoEntry: false })?.size

  const write = (sha256: string, facts: About) => {
    const noted = { since: new Date().toISOString(), ...facts }
    writeFileSync(noteOf(sha256), `${JSON.stringify(noted)}\n`, { mode: 0o600 })
    return noted
  }

  /** One without a note, or with a damaged one, counts as set aside now. */
  const read = (sha256: string) => {
    try {
      return note.parse(JSON.parse(readFileSync(noteOf(sha256), 'utf8')))
    } catch {
      return write(sha256, {})
    }
  }

  const find = (sha256: string): UnclaimedFile | undefined => {
    const size = sizeOf(sha256)
    return size === undefined ? undefined : { ...read(sha256), sha256, size }
  }

  return {
    pathOf,
    find,
    has: (sha256: string) => sizeOf(sha256) !== undefined,
    hashes: async () => (await readdir(root).catch(ifThere)).filter((name) => /^[0-9a-f]{64}$/.test(name)),

    /** Moves bytes here; that is certain once `sync` was called. */
    put(sha256: string, from: string, facts: About = {}): void {
      if (mkdirSync(root, { recursive: true, mode: 0o700 }) !== undefined) syncFolder(join(dataDir, 'blobs'))
      write(sha256, facts)
      renameSync(from, pathOf(sha256))
    },
    sync: () => syncFolder(root),
    remove(sha256: string): void {
      rmSync(pathOf(sha256), { force: true })
      rmSync(noteOf(sha256), { force: true })
    },
  }
}
export type UnclaimedStore = ReturnType<typeof unclaimedStore>

/** Where nothing was ever set aside there is no folder. */
const ifThere = (error: NodeJS.ErrnoException): string[] => {
  if (error.code === 'ENOENT') return []
  throw error
}
