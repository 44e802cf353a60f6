import type { Dirent } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileFacts } from '../../storage/library/library.ts'
import type { IsIgnored } from './ignore.ts'

/** What a folder holds; paths are within it, `/` between their parts. */
export type Scan = {
  files: Map<string, FileFacts>
  /** Folders inside that could not be read: nothing is known of what is in them. */
  unread: string[]
}

type Options = {
  isIgnored: IsIgnored
  /** Told of each folder, absolute, before it is read. */
  enter: (path: string) => void
  signal: AbortSignal
}

/** Files whose facts are asked for at the same time. */
const atOnce = 32

/**
 * Looks through a folder, whatever its size, without holding up anything else. No link is followed, and only ordinary
 * files count.
 * @throws NodeJS.ErrnoException when the folder itself cannot be read; the signal's reason
 */
export const scan = async (root: string, { isIgnored, enter, signal }: Options): Promise<Scan> => {
  const found: Scan = { files: new Map(), unread: [] }
  const open = ['']
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    signal.throwIfAborted()
    const path = join(root, folder)
    const entries = await entriesOf(path, enter).catch((error: unknown) => {
      if (folder === '') throw error
      found.unread.push(folder as string)
      return []
    })
    const prefix = folder === '' ? '' : `${folder}/`
    const files: string[] = []
    for (const entry of entries) {
      const inside = prefix + entry.name
      if (isIgnored(inside, entry.isDirectory())) continue
      if (entry.isDirectory()) open.push(inside)
      else if (entry.isFile()) files.push(inside)
    }
    for (let at = 0; at < files.length; at += atOnce) {
      signal.throwIfAborted()
      await Promise.all(files.slice(at, at + atOnce).map((file) => look(root, file, found)))
    }
  }
  return found
}

const entriesOf = (path: string, enter: Options['enter']): Promise<Dirent[]> => {
  enter(path)
  return readdir(path, { withFileTypes: true })
}

/** A file that goes while it is looked at was not there. */
const look = async (root: string, path: string, { files, unread }: Scan): Promise<void> => {
  try {
    const facts = await lstat(join(root, path))
    if (facts.isFile()) files.set(path, { size: facts.size, modified: facts.mtimeMs })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') unread.push(path)
  }
}
