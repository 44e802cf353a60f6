import type { Database } from '../database/database.ts'

/** Whether a document, an artifact, or a version of a file that a task wrote needs these bytes. */
export const holders = (db: Database): ((sha256: string) => boolean) => {
  const held = db.prepare(`
    SELECT 1 FROM document WHERE sha256 = :sha256 UNION ALL SELECT 1 FROM artifact WHERE sha256 = :sha256
    UNION ALL SELECT 1 FROM file_change WHERE before_sha256 = :sha256
    UNION ALL SELECT 1 FROM file_change WHERE after_sha256 = :sha256 LIMIT 1`)
  return (sha256) => held.get({ sha256 }) !== undefined
}
