import type { BlobStore } from './blobs.ts'
import { type Database, transaction } from './database.ts'

/** Who holds which content: a blob stays as long as a document or an artifact has its bytes. */
export const contentStore = (db: Database, blobs: BlobStore) => {
  const held = db.prepare(`
    SELECT 1 FROM document WHERE sha256 = :sha256 UNION ALL SELECT 1 FROM artifact WHERE sha256 = :sha256 LIMIT 1`)
  const ofWorkspace = db.prepare(`
    SELECT sha256 FROM document WHERE workspace_id = :id
    UNION SELECT a.sha256 FROM artifact a JOIN task t ON t.id = a.task_id WHERE t.workspace_id = :id`)

  return {
    /** The contents of a workspace's documents and artifacts. */
    ofWorkspace: (id: string) => (ofWorkspace.all({ id }) as { sha256: string }[]).map(({ sha256 }) => sha256),
    /** Removes those of these blobs that nobody holds any more. */
    removeUnheld: (contents: readonly string[]) =>
      transaction(db, () => {
        for (const sha256 of contents) if (held.get({ sha256 }) === undefined) blobs.remove(sha256)
      }),
  }
}
export type ContentStore = ReturnType<typeof contentStore>
