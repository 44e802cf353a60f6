import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const freeOn = (path: string) => {
  const { bavail, bsize } = statfsSync(path)
  return bavail * bsize
}

/** A small disk of its own (tmpfs, Linux); nothing where this user may not mount one. */
export const smallDisk = (megabytes: number) => {
  const path = mkdtempSync(join(tmpdir(), 'aios-disk-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path])
  if (mounted.status !== 0) {
    rmSync(path, { recursive: true })
    return undefined
  }
  const filler = join(path, 'filler')
  return {
    path,
    free: () => freeOn(path),
    /** Leaves so many bytes free; none where a write fails before. */
    fill(left = 0): void {
      const file = openSync(filler, 'a')
      const bytes = Buffer.alloc(4096, 1)
      try {
        while (freeOn(path) > left) {
          writeSync(file, bytes)
        }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
      } finally {
        closeSync(file)
      }
    },
    empty: () => rmSync(filler, { force: true }),
    [Symbol.dispose](): void {
      spawnSync('umount', ['-l', path])
      rmSync(path, { recursive: true, force: true })
    },
  }
}
