import type { Database } from '../database/database.ts'
import type { Entry, Kind } from './catalogue-entry.ts'

/** Each thing as the catalogue tells of it. */
const states: Record<Kind, string> = {
  workspace: 'SELECT name, created_at AS createdAt FROM workspace WHERE id = ? AND removed_at IS NULL',
  document: `
    SELECT d.workspace_id AS workspaceId, d.name, d.folder, d.media_type AS mediaType, d.sha256, d.size, d.modified,
      d.created_at AS createdAt, f.folder_id AS folderId, f.path, f.archive, f.size AS fileSize, f.modified AS fileModified
    FROM document d LEFT JOIN folder_file f ON f.document_id = d.id WHERE d.id = ? AND d.removed_at IS NULL`,
  folder: `
    SELECT workspace_id AS workspaceId, path, mode, "ignore", created_at AS createdAt FROM folder WHERE id = ?`,
  'left-out': `
    SELECT folder_id AS folderId, path, archive, size AS fileSize, modified AS fileModified FROM folder_file
    WHERE document_id IS NULL AND folder_id = substr(?1, 1, instr(?1, '/') - 1) AND path = substr(?1, instr(?1, '/') + 1)`,
  artifact: `
    SELECT t.workspace_id AS workspaceId, task_id AS taskId, name, media_type AS mediaType, sha256, size,
      a.created_at AS createdAt FROM artifact a JOIN task t ON t.id = a.task_id WHERE a.id = ?`,
  version: `
    SELECT t.workspace_id AS workspaceId, task_id AS taskId, name, media_type AS mediaType, before_sha256 AS before,
      after_sha256 AS after, c.created_at AS createdAt FROM file_change c JOIN task t ON t.id = c.task_id WHERE c.id = ?`,
}

/** What the database has to say to the catalogue. */
export const catalogueRows = (db: Database) => {
  const state = Object.fromEntries(Object.entries(states).map(([kind, sql]) => [kind, db.prepare(sql)]))
  const pending = db.prepare(`
    SELECT * FROM (SELECT * FROM catalogue_pending ORDER BY number DESC LIMIT ?) ORDER BY number`)
  const settle = db.prepare('DELETE FROM catalogue_pending WHERE number = ?')
  const any = db.prepare('SELECT 1 FROM catalogue_pending LIMIT 1')

  return {
    isPresent: (kind: Kind, id: string) => state[kind]?.get(id) !== undefined,
    hasPending: () => any.get() !== undefined,

    /** Takes out the last changes that the catalogue has not heard of, at most `limit`, in the order in which they came. */
    take(limit: number): Entry[] {
      const rows = pending.all(limit) as { number: number; kind: Kind; id: string }[]
      return rows.map(({ number, kind, id }) => {
        settle.run(number)
        const row = state[kind]?.get(id)
        if (!row) return { kind, id, isRemoved: true }
        const facts = Object.entries(row).filter(([, value]) => value !== null)
        return { kind, id, ...Object.fromEntries(facts) } as Entry
      })
    },

    /** Has the catalogue told of all that there is. */
    tellAll(): void {
      for (const [kind, source] of [
        ['workspace', 'id FROM workspace'],
        ['folder', 'id FROM folder'],
        ['document', 'id FROM document'],
        ['left-out', "folder_id || '/' || path FROM folder_file WHERE document_id IS NULL"],
        ['artifact', 'id FROM artifact'],
        ['version', 'id FROM file_change'],
      ])
        db.exec(`INSERT OR IGNORE INTO catalogue_pending (kind, id) SELECT '${kind}', ${source}`)
    },
  }
}
