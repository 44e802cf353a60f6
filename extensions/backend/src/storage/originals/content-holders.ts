import type { Database } from '../database/database.ts'

/** What needs a content, for people: the name of a document or a file that a task made, and its workspace's. */
export type Holder = { name: string; workspace: string }

/** Who would miss a content. */
export const contentHolders = (db: Database): ((sha256: string) => Holder[]) => {
  const holders = db.prepare(`
    SELECT d.name, w.name AS workspace FROM document d JOIN workspace w ON w.id = d.workspace_id
      WHERE d.sha256 = :sha256 AND d.removed_at IS NULL
    UNION SELECT a.name, w.name FROM artifact a JOIN task t ON t.id = a.task_id JOIN workspace w ON w.id = t.workspace_id
      WHERE a.sha256 = :sha256
    UNION SELECT c.name, w.name FROM file_change c JOIN task t ON t.id = c.task_id JOIN workspace w ON w.id = t.workspace_id
      WHERE c.before_sha256 = :sha256 OR c.after_sha256 = :sha256`)
  return (sha256) => holders.all({ sha256 }) as Holder[]
}
