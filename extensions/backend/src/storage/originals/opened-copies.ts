import { constants, existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { chmod, copyFile, mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from '../../base/log.ts'
import type { Checksums } from './checksums.ts'

/** Milliseconds that a copy is kept at least. */
const day = 24 * 60 * 60_000

/** What file systems allow a name to have in bytes, with room for what an unfinished copy is called. */
const longestName = 240

type Parts = {
  dataDir: string
  sums: Checksums
  /** Whether there is a document of that id. */
  isThere: (id: string) => boolean
  log?: Logger | undefined
}

/** Copies of originals under their documents' names, for other programs to open: originals themselves have none. */
export const openedCopies = ({ dataDir, sums, isThere, log }: Parts) => {
  const root = join(dataDir, 'opened')

  const drop = (id: string) => {
    try {
      rmSync(join(root, id), { recursive: true, force: true })
    } catch (error) {
      // A program that has it open may hold it; it goes at a later start.
      log?.info({ document: id, err: error }, 'a copy that was opened could not be removed')
    }
  }

  return {
    /** A copy of the bytes at `original`, whose checksum is `sha256`. Changes to it would be lost, so it cannot be changed. */
    async of({ id, sha256 }: { id: string; sha256: string }, name: string, original: string): Promise<string> {
      const folder = join(root, id, sha256.slice(0, 12))
      await mkdir(folder, { recursive: true })
      const path = join(folder, fitting(name.replace(/^[.-]/, '_')))
      if ((await sums.of(path)) === sha256) return path
      const unfinished = `${path}.part`
      await copyFile(original, unfinished, constants.COPYFILE_FICLONE)
      await chmod(unfinished, 0o400)
      await rename(unfinished, path)
      return path
    },

    /** Copies that were made of these bytes; whether they still are, has to be seen. */
    spares(sha256: string): string[] {
      if (!existsSync(root)) return []
      return readdirSync(root).flatMap((id) => {
        const folder = join(root, id, sha256.slice(0, 12))
        return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []
      })
    },

    /** Those of a document that goes. */
    remove(id: string): void {
      if (existsSync(join(root, id))) drop(id)
    },

    /** Removes the copies of documents that are gone, and those that were made more than a day ago. */
    clear(): void {
      if (!existsSync(root)) return
      for (const id of readdirSync(root)) {
        const made = statSync(join(root, id), { throwIfNoEntry: false })?.mtimeMs
        if (made === undefined || (isThere(id) && Date.now() - made < day)) continue
        drop(id)
      }
    },
  }
}
export type OpenedCopies = ReturnType<typeof openedCopies>

/** The name, or its beginning with its extension where it is too long for a file. */
const fitting = (name: string): string => {
  if (Buffer.byteLength(name) <= longestName) return name
  const extension = /\.[^.]{1,10}$/.exec(name)?.[0] ?? ''
  let stem = name.slice(0, name.length - extension.length)
  while (Buffer.byteLength(stem + extension) > longestName) stem = stem.slice(0, -1).toWellFormed()
  return stem + extension
}
