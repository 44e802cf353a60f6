import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../base/errors.ts'
import { isProcessGone, processName } from '../../base/lease.ts'
import { isFull } from '../../base/store-failures.ts'
import * as words from '../../base/words/index.ts'

/** Free bytes ahead of which nothing new is taken in; of a small disk, a part. */
const usualFloor = 16 * 1024 ** 2
const shareOfFloor = 8
/** Bytes of the reserve, as many as the database's log takes before it is folded in; of a small disk, a part. */
const usualReserve = 4 * 1024 ** 2
const shareOfReserve = 16

/**
 * `low`: there is no room for anything new. `full`: nor for tasks to go on; what is left is for deleting, and for storing how
 * work ended.
 */
export type SpaceLevel = 'enough' | 'low' | 'full'

/** Bytes that this user may still write to the disk of a folder. */
export const freeSpace = (folder: string): number => spaceOf(folder).free

const spaceOf = (folder: string) => {
  const { bavail, blocks, bsize } = statfsSync(folder)
  return { free: bavail * bsize, total: blocks * bsize }
}

/**
 * The room on the disk of the data directory. A file `reserve` in it holds some megabytes, which are given up when a removal,
 * or the end of something, finds the disk full: on a full disk nothing could be deleted otherwise.
 */
export const diskSpace = (dataDir: string) => {
  const path = join(dataDir, 'reserve')

  const measure = () => {
    const { free, total } = spaceOf(dataDir)
    const floor = Math.min(usualFloor, total / shareOfFloor)
    return { free, floor, reserve: Math.min(usualReserve, Math.floor(total / shareOfReserve)) }
  }

  const part = `${path}.${encodeURIComponent(processName)}.part`

  /** Removes what processes that were killed over it left of a reserve. */
  const sweepParts = () => {
    for (const name of readdirSync(dataDir)) {
      const [, owner] = /^reserve\.(.+)\.part$/.exec(name) ?? []
      if (owner !== undefined && isProcessGone(decodeURIComponent(owner))) rmSync(join(dataDir, name), { force: true })
    }
  }

  /** False where there was none. */
  const giveUp = (): boolean => {
    if (!existsSync(path)) return false
    rmSync(path, { force: true })
    return true
  }

  return {
    /** Bytes that are left, and where that leads; `was` is where it stood before: it takes more to be enough again. */
    look(was: SpaceLevel): { free: number; level: SpaceLevel } {
      const { free, floor, reserve } = measure()
      const wanted = was === 'enough' ? floor : floor * 1.25 + (existsSync(path) ? 0 : reserve)
      return { free, level: free < floor / 4 ? 'full' : free < wanted ? 'low' : 'enough' }
    },

    /** @throws AppError `storage.full` (507) when so many more bytes would leave too little */
    check(bytes = 0): void {
      const { free, floor } = measure()
      if (free - bytes < floor) throw tooLittle(free)
    },

    /** The same where something that was begun goes on: as long as anything is left besides what deleting needs. */
    checkOn(): void {
      const { free, floor } = measure()
      if (free < floor / 4) throw tooLittle(free)
    },

    giveUp,

    /** Runs what must go through on a full disk, too, if need be at the cost of the reserve. It may be run twice. */
    spend<T>(work: () => T): T {
      try {
        return work()
      } catch (error) {
        if (!isFull(error) || !giveUp()) throw error
        return work()
      }
    },

    /**
     * Makes the reserve where it is missing and there is room for it: also on a disk that is low already, as long as it does
     * not make that full.
     */
    async restore(): Promise<void> {
      sweepParts()
      const { free, floor, reserve } = measure()
      if (existsSync(path) || free < floor / 2 + reserve) return
      try {
        const file = await open(part, 'w', 0o600)
        try {
          // Of no other bytes could it be said that they take as much of the disk as there are.
          for (let left = reserve; left > 0; left -= 1024 ** 2) await file.write(randomBytes(Math.min(left, 1024 ** 2)))
          await file.sync()
        } finally {
          await file.close()
        }
        await rename(part, path)
      } finally {
        await rm(part, { force: true })
      }
    },
  }
}
export type DiskSpace = ReturnType<typeof diskSpace>

const tooLittle = (free: number) => new AppError('storage.full', words.disk.noRoom(megabytes(free)), { status: 507 })

/** As people say it: `12 MB`. */
export const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`
