import { randomUUIDv7 } from 'node:crypto'
import type { Workspace } from '../../shared/contract/workspaces.ts'
import { type Database, transaction } from '../database/database.ts'
import { pace } from '../database/pace.ts'

type Row = { number: number; id: string; name: string; created_at: string; documents: number }

/** A workspace as stored: `number` names its index tables and never leaves the backend. */
export type StoredWorkspace = { number: number; workspace: Workspace }

const toWorkspace = (row: Row): StoredWorkspace => ({
  number: row.number,
  workspace: { id: row.id, name: row.name, createdAt: row.created_at, documents: row.documents },
})

const select = `
  SELECT number, id, name, created_at,
    (SELECT count(*) FROM document d WHERE d.workspace_id = w.id AND d.removed_at IS NULL) AS documents
  FROM workspace w WHERE removed_at IS NULL`

export const workspaceStore = (db: Database) => {
  const all = db.prepare(`${select} ORDER BY number`)
  const one = db.prepare(`${select} AND id = ?`)
  const any = db.prepare('SELECT 1 FROM workspace WHERE id = ?')
  const insert = db.prepare('INSERT INTO workspace (id, name, created_at) VALUES (?, ?, ?)')
  const rename = db.prepare('UPDATE workspace SET name = ? WHERE id = ?')
  const mark = db.prepare('UPDATE workspace SET removed_at = ? WHERE id = ?')
  const marked = db.prepare('SELECT number, id FROM workspace WHERE removed_at IS NOT NULL')
  const change = db.prepare('SELECT change FROM workspace WHERE id = ?')
  const purge = db.prepare('DELETE FROM workspace WHERE id = ?')
  const some = (noun: string, content: string) => ({
    paced: pace(),
    remove: db.prepare(`
      DELETE FROM ${noun} WHERE id IN (SELECT id FROM ${noun} WHERE workspace_id = ? LIMIT ?) RETURNING ${content} AS sha256`),
  })
  const held = [some('document', 'sha256'), some('task', 'NULL')]

  const find = (id: string): StoredWorkspace | undefined => {
    const row = one.get(id) as Row | undefined
    return row && toWorkspace(row)
  }

  return {
    find,
    all: (): StoredWorkspace[] => (all.all() as Row[]).map(toWorkspace),
    add(name: string, id: string = randomUUIDv7()): StoredWorkspace {
      insert.run(id, name, new Date().toISOString())
      return find(id) as StoredWorkspace
    },
    /** Rises with each change of what the list of its documents shows, whoever made it. */
    change: (id: string) => (change.get(id) as { change: number } | undefined)?.change ?? 0,
    /** Is the id not in use, not even by a workspace on its way out? */
    isFree: (id: string) => any.get(id) === undefined,
    rename: (id: string, name: string) => void rename.run(name, id),
    /** Hides it at once; `purge` forgets its rows, after its index is gone. */
    markRemoved: (id: string) => void mark.run(new Date().toISOString(), id),
    removed: () => marked.all() as { number: number; id: string }[],
    purge: (id: string) => void purge.run(id),
    /**
     * Forgets some of what it holds and gives back the contents of documents among that; undefined once nothing is left besides
     * its own row and few others.
     */
    purgeSome: (id: string): string[] | undefined =>
      transaction(db, () => {
        for (const { paced, remove } of held) {
          let rows: { sha256: string | null }[] = []
          paced((count) => {
            rows = remove.all(id, count) as typeof rows
            return rows.length
          })
          if (rows.length > 0) return rows.flatMap(({ sha256 }) => sha256 ?? [])
        }
        return undefined
      }),
  }
}
export type WorkspaceStore = ReturnType<typeof workspaceStore>
