import { setTimeout as delay } from 'node:timers/promises'
import { type Database, transaction } from '../database/database.ts'
import type { BlobStore, Incoming } from './blobs.ts'
import type { Catalogue } from './catalogue.ts'
import type { DamageStore } from './damage.ts'
import type { OnlyCataloguedStore } from './only-catalogued.ts'
import type { Trust } from './trust.ts'
import type { About, UnclaimedFile, UnclaimedStore } from './unclaimed.ts'

type Parts = {
  db: Database
  blobs: BlobStore
  damage: DamageStore
  unclaimed: UnclaimedStore
  catalogue: Catalogue
  only: OnlyCataloguedStore
  trust: Trust
  isHeld: (sha256: string) => boolean
  /** Throws where nothing may be stored just now. */
  guard: () => void
}

/** Milliseconds that an original waits, once it was set aside, before it is deleted. */
export const waiting = 30 * 24 * 3600_000

/** Files that are moved in one transaction at most. */
const slice = 100

/** Files that are removed in one transaction at most, and milliseconds between two, in which others get their turn. */
const removedAtOnce = 20
const breath = 2

/** Who holds which content: a blob stays as long as a document, an artifact, a change of one, or an export that is under way needs it. */
export const contentStore = ({
  db,
  blobs,
  damage,
  unclaimed,
  catalogue,
  only,
  trust,
  isHeld: isOwned,
  guard,
}: Parts) => {
  const ofWorkspace = db.prepare(`
    SELECT sha256 FROM document WHERE workspace_id = :id
    UNION SELECT a.sha256 FROM artifact a JOIN task t ON t.id = a.task_id WHERE t.workspace_id = :id
    UNION SELECT c.before_sha256 FROM file_change c JOIN task t ON t.id = c.task_id
      WHERE t.workspace_id = :id AND c.before_sha256 IS NOT NULL
    UNION SELECT c.after_sha256 FROM file_change c JOIN task t ON t.id = c.task_id
      WHERE t.workspace_id = :id AND c.after_sha256 IS NOT NULL`)
  const pinned = new Map<string, number>()

  const isHeld = (sha256: string) => pinned.has(sha256) || isOwned(sha256)

  /** Moves what nobody holds to the unclaimed ones. */
  const move = (contents: readonly string[], about: ReadonlyMap<string, About>) =>
    transaction(db, () => {
      const moved = contents.filter((sha256) => !isHeld(sha256) && blobs.has(sha256))
      for (const sha256 of moved) unclaimed.put(sha256, blobs.pathOf(sha256), about.get(sha256))
      if (moved.length > 0) unclaimed.sync()
      for (const sha256 of moved) blobs.sync(sha256)
      return moved.length
    })

  const removeUnheld = (contents: readonly string[]) =>
    transaction(db, () => {
      for (const sha256 of contents) {
        if (isHeld(sha256)) continue
        if (trust.mayRemove(sha256)) blobs.remove(sha256)
        else move([sha256], new Map())
        damage.forget(sha256)
      }
    })

  /** The same of many, little by little. What a crash leaves of them is swept later. */
  const removeManyUnheld = async (contents: readonly string[]): Promise<void> => {
    for (let at = 0; at < contents.length; at += removedAtOnce) {
      removeUnheld(contents.slice(at, at + removedAtOnce))
      await delay(breath)
    }
  }

  const setAside = async ({ old = false } = {}): Promise<number> => {
    const unheld: string[] = []
    for await (const sha256 of blobs.all({ old })) if (!isHeld(sha256)) unheld.push(sha256)
    if (unheld.length === 0) return 0
    const about = await only.about(new Set(unheld))
    let count = 0
    for (let at = 0; at < unheld.length; at += slice) count += move(unheld.slice(at, at + slice), about)
    return count
  }

  /** Bytes that are held go back to where they are looked for. */
  const bringBack = (sha256: string): boolean => {
    if (!unclaimed.has(sha256)) return false
    if (!blobs.has(sha256)) blobs.move(sha256, unclaimed.pathOf(sha256))
    unclaimed.remove(sha256)
    return true
  }

  return {
    removeUnheld,
    removeManyUnheld,
    setAside,
    bringBack,
    isHeld,
    /** The contents of a workspace's documents and artifacts. */
    ofWorkspace: (id: string) => (ofWorkspace.all({ id }) as { sha256: string }[]).map(({ sha256 }) => sha256),

    /**
     * Gives received bytes their row, which `insert` makes, their place, and their line in the catalogue; none without the
     * others. A removal elsewhere cannot take the bytes away in between. What is not kept is discarded.
     */
    keep<T>(incoming: Incoming, insert: (incoming: Incoming) => T): T {
      let isNew = false
      const both = () => {
        const row = insert(incoming)
        guard()
        isNew = !blobs.has(incoming.sha256)
        if (blobs.keep(incoming)) damage.mended(incoming.sha256)
        return row
      }
      try {
        return catalogue.acknowledge(both, () => isNew && blobs.remove(incoming.sha256))
      } finally {
        blobs.discard(incoming)
      }
    },

    /** Keeps these blobs although nobody may hold them any more, until the function that comes back is called. */
    pin(contents: readonly string[]): () => void {
      for (const sha256 of contents) pinned.set(sha256, (pinned.get(sha256) ?? 0) + 1)
      return () => {
        for (const sha256 of contents) {
          const left = (pinned.get(sha256) ?? 1) - 1
          if (left > 0) pinned.set(sha256, left)
          else pinned.delete(sha256)
        }
        if (db.isOpen) removeUnheld(contents) // an export that AIOS's end cut off: the next start sweeps
      }
    },

    /** What was set aside although the database holds it, as one that was put back does, goes back to its place. */
    async reclaim(): Promise<void> {
      for (const sha256 of await unclaimed.hashes()) {
        if (isOwned(sha256)) transaction(db, () => isOwned(sha256) && bringBack(sha256))
      }
    },

    /**
     * Sets aside what nobody holds, as a crash between two steps leaves it, and deletes what was set aside long ago.
     * Nothing of it while the database is in doubt.
     */
    async sweep(): Promise<void> {
      blobs.sweepIncoming() // a server that outlived its supervisor may have left something since this one began
      if (!trust.isCertain()) return
      await setAside({ old: true })
      for (const sha256 of await unclaimed.hashes()) {
        const { since } = unclaimed.find(sha256) as UnclaimedFile
        if (Date.now() - Date.parse(since) > waiting) transaction(db, () => isHeld(sha256) || unclaimed.remove(sha256))
      }
    },
  }
}
export type ContentStore = ReturnType<typeof contentStore>
