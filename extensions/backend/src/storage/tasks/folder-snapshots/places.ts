import { existsSync } from 'node:fs'
import { appendFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { processName } from '../../../base/lease.ts'
import type { Kept } from './kept.ts'

/** What stands of a snapshot once it is whole. */
export type SnapshotFacts = { taskId: string; folder: string; owner: string; takenAt: string; by: Kept['by'] }

const isId = /^[0-9a-f-]{36}$/

/** Where snapshots of folders stand, one a task: `task-snapshots/<task id>/`. They last as long as the task is at work. */
export const snapshotPlaces = (dataDir: string) => {
  const root = join(dataDir, 'task-snapshots')
  const placeOf = (taskId: string) => join(root, taskId)
  const factsPath = (taskId: string) => join(placeOf(taskId), 'facts.json')
  let named = 0

  return {
    placeOf,
    remove: (taskId: string): Promise<void> => rm(placeOf(taskId), { recursive: true, force: true, maxRetries: 3 }),

    /** An empty place, instead of whatever stood there. */
    async make(taskId: string): Promise<string> {
      await this.remove(taskId)
      await mkdir(placeOf(taskId), { recursive: true, mode: 0o700 })
      return placeOf(taskId)
    },

    /** Says that a snapshot is whole. */
    async finish(facts: Omit<SnapshotFacts, 'owner' | 'takenAt'>): Promise<void> {
      const path = factsPath(facts.taskId)
      const whole: SnapshotFacts = { ...facts, owner: processName, takenAt: new Date().toISOString() }
      await writeFile(`${path}.part`, JSON.stringify(whole), { mode: 0o600 })
      await rename(`${path}.part`, path)
    },

    /** What is there of a task; undefined where it is nothing, or was not finished. */
    async find(taskId: string): Promise<SnapshotFacts | undefined> {
      if (!existsSync(factsPath(taskId))) return undefined
      return JSON.parse(await readFile(factsPath(taskId), 'utf8'))
    },

    /** Adds what a file was before it is changed; without bytes, there was none. The first that is said of a file counts. */
    async keepFile(taskId: string, path: string, bytes: Uint8Array | undefined): Promise<void> {
      const place = placeOf(taskId)
      const copy = bytes ? `named-${++named}` : null
      if (bytes && copy) await writeFile(join(place, copy), bytes, { mode: 0o600 })
      await appendFile(join(place, 'named.jsonl'), `${JSON.stringify({ path, copy })}\n`, { mode: 0o600 })
    },

    /** Tasks of which something is there, and since when, in milliseconds. */
    async all(): Promise<{ taskId: string; since: number }[]> {
      const names = existsSync(root) ? (await readdir(root)).filter((name) => isId.test(name)) : []
      const found = names.map(async (taskId) => ({ taskId, since: (await stat(placeOf(taskId))).mtimeMs }))
      return (await Promise.allSettled(found)).flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
    },
  }
}
export type SnapshotPlaces = ReturnType<typeof snapshotPlaces>
