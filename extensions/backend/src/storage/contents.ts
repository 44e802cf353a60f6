import type { BlobStore, Incoming } from './blobs.ts'
import { type Database, transaction } from './database.ts'

/** Who holds which content: a blob stays as long as a document, an artifact, a change of one, or an export that is under way needs it. */
export const contentStore = (db: Database, blobs: BlobStore) => {
  const held = db.prepare(`
    SELECT 1 FROM document WHERE sha256 = :sha256 UNION ALL SELECT 1 FROM artifact WHERE sha256 = :sha256
    UNION ALL SELECT 1 FROM file_change WHERE before_sha256 = :sha256
    UNION ALL SELECT 1 FROM file_change WHERE after_sha256 = :sha256 LIMIT 1`)
  const ofWorkspace = db.prepare(`
    SELECT sha256 FROM document WHERE workspace_id = :id
    UNION SELECT a.sha256 FROM artifact a JOIN task t ON t.id = a.task_id WHERE t.workspace_id = :id
    UNION SELECT c.before_sha256 FROM file_change c JOIN task t ON t.id = c.task_id
      WHERE t.workspace_id = :id AND c.before_sha256 IS NOT NULL
    UNION SELECT c.after_sha256 FROM file_change c JOIN task t ON t.id = c.task_id
      WHERE t.workspace_id = :id AND c.after_sha256 IS NOT NULL`)
  const pinned = new Map<string, number>()

  const isHeld = (sha256: string) => pinned.has(sha256) || held.get({ sha256 }) !== undefined

  const removeUnheld = (contents: readonly string[]) =>
    transaction(db, () => {
      for (const sha256 of contents) if (!isHeld(sha256)) blobs.remove(sha256)
    })

  return {
    removeUnheld,
    /** The contents of a workspace's documents and artifacts. */
    ofWorkspace: (id: string) => (ofWorkspace.all({ id }) as { sha256: string }[]).map(({ sha256 }) => sha256),

    /**
     * Gives received bytes their row, which `insert` makes, and their place; neither without the other. A removal
     * elsewhere cannot take the bytes away in between. What is not kept is discarded.
     */
    keep<T>(incoming: Incoming, insert: (incoming: Incoming) => T): T {
      try {
        return transaction(db, () => {
          const row = insert(incoming)
          blobs.keep(incoming)
          return row
        })
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
        removeUnheld(contents)
      }
    },

    /** Removes blobs that a crash between two steps left without a holder. */
    async sweep(): Promise<void> {
      for await (const sha256 of blobs.old()) removeUnheld([sha256])
    },
  }
}
export type ContentStore = ReturnType<typeof contentStore>
