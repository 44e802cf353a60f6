import type { Diagnostics } from '../../shared/contract/diagnostics.ts'
import type { Database } from './database.ts'

/** How many of everything there are: numbers only. */
export const diagnosticsStore = (db: Database) => {
  const documents = db.prepare('SELECT status AS name, count(*) AS count FROM document GROUP BY status')
  const tasks = db.prepare('SELECT status AS name, count(*) AS count FROM task GROUP BY status')
  const rows = db.prepare(`
    SELECT 'workspaces' AS name, count(*) AS count FROM workspace
    UNION ALL SELECT 'folders', count(*) FROM folder
    UNION ALL SELECT 'agents', count(*) FROM agent`)
  const versions = db.prepare('SELECT sqlite_version() AS sqlite, user_version AS schema FROM pragma_user_version')
  const numbers = (statement: typeof rows) =>
    Object.fromEntries((statement.all() as { name: string; count: number }[]).map(({ name, count }) => [name, count]))

  return {
    counts: (): Pick<Diagnostics, 'documents' | 'tasks' | 'rows'> => ({
      documents: numbers(documents),
      tasks: numbers(tasks),
      rows: numbers(rows),
    }),
    versions: () => versions.get() as { sqlite: string; schema: number },
  }
}
export type DiagnosticsStore = ReturnType<typeof diagnosticsStore>
