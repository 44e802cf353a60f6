import { type FSWatcher, watch } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from '../../base/log.ts'

/** Windows and macOS watch all of a folder at once; elsewhere each folder inside is watched on its own. */
const isWholeWatched = process.platform === 'win32' || process.platform === 'darwin'

/**
 * Says that something changed in a folder, and no more: what did, a scan finds out. Where the system cannot watch (a
 * network drive, too many folders), the scans that come anyway have to do.
 */
export const folderWatch = (root: string, { changed, log }: { changed: (name: string) => void; log: Logger }) => {
  const watchers = new Map<string, FSWatcher>()
  let isTold = false
  let isClosed = false

  const drop = (path: string) => {
    watchers.get(path)?.close()
    watchers.delete(path)
  }

  const add = (path: string, recursive: boolean) => {
    try {
      const watcher = watch(path, { persistent: false, recursive }, (type, name) => {
        // A folder of that name may be another one now, which is not what was watched.
        if (type === 'rename' && name) drop(join(path, name))
        changed(name ?? '')
      })
      watcher.on('error', (error) => {
        log.debug({ err: error, path }, 'a folder is no longer watched')
        drop(path)
        if (!isClosed) changed('')
      })
      watchers.set(path, watcher)
    } catch (error) {
      if (!isTold) log.warn({ err: error, path }, 'a folder cannot be watched; it is looked at now and then instead')
      isTold = true
    }
  }

  return {
    /** Watches that folder, `root` or one inside, from now on. */
    enter(path: string): void {
      if (isClosed || watchers.has(path) || (isWholeWatched && path !== root)) return
      add(path, isWholeWatched)
    },
    /** Watches no others than these. */
    keepOnly(paths: ReadonlySet<string>): void {
      for (const path of [...watchers.keys()]) if (!paths.has(path)) drop(path)
    },
    close(): void {
      isClosed = true
      for (const path of [...watchers.keys()]) drop(path)
    },
  }
}
export type FolderWatch = ReturnType<typeof folderWatch>
