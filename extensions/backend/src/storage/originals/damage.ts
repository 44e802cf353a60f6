import { type Database, transaction } from '../database/database.ts'

/** `damaged`: the bytes are not those of their name. `missing`: there are none. */
export type Fault = 'damaged' | 'missing'

/** A document whose original is at fault. */
export type DamagedDocument = { id: string; name: string; workspaceId: string; sha256: string; fault: Fault }

const isFault = "error_code IN ('document.bytes-damaged', 'document.bytes-missing')"

/** Originals that are known to be damaged or gone, until they are mended or nobody holds them any more. */
export const damageStore = (db: Database) => {
  const listeners = new Set<(sha256: string) => void>()
  const insert = db.prepare('INSERT OR REPLACE INTO damaged_original (sha256, fault, found_at) VALUES (?, ?, ?)')
  const one = db.prepare('SELECT fault FROM damaged_original WHERE sha256 = ?')
  const remove = db.prepare('DELETE FROM damaged_original WHERE sha256 = ?')
  const documents = db.prepare(`
    SELECT d.id, d.name, d.workspace_id AS workspaceId, d.sha256, o.fault FROM damaged_original o
    JOIN document d ON d.sha256 = o.sha256 AND d.removed_at IS NULL
    JOIN workspace w ON w.id = d.workspace_id AND w.removed_at IS NULL ORDER BY d.number`)
  const workspaces = db.prepare(
    'SELECT DISTINCT workspace_id AS id FROM document WHERE sha256 = ? AND removed_at IS NULL',
  )
  const waiting = db.prepare(`
    SELECT 1 FROM damaged_original WHERE sha256 = :sha256
    UNION ALL SELECT 1 FROM document WHERE sha256 = :sha256 AND status = 'failed' AND ${isFault} LIMIT 1`)
  const requeue = db.prepare(`
    UPDATE document SET status = 'queued', progress = 0, error = NULL, error_code = NULL, crashes = 0, lease_owner = NULL,
      lease_until = NULL
    WHERE sha256 = ? AND status = 'failed' AND ${isFault}`)

  /** Told when whatever is being stored is, or is not. */
  const tell = (sha256: string) => queueMicrotask(() => listeners.forEach((listener) => void listener(sha256)))

  return {
    note(sha256: string, fault: Fault): void {
      if ((one.get(sha256) as { fault: Fault } | undefined)?.fault === fault) return
      insert.run(sha256, fault, new Date().toISOString())
      tell(sha256)
    },
    /** The right bytes are there again: documents that failed for want of them are queued. */
    mended(sha256: string): void {
      if (!waiting.get({ sha256 })) return // every reading of an original comes by, and must wait for no writer
      const isNews = transaction(db, () => [remove.run(sha256), requeue.run(sha256)]).some(({ changes }) => changes > 0)
      if (isNews) tell(sha256)
    },
    /** Nobody holds the bytes any more. */
    forget(sha256: string): void {
      if (remove.run(sha256).changes > 0) tell(sha256)
    },
    documents: (): DamagedDocument[] => documents.all() as DamagedDocument[],
    /** Whose documents have these bytes. */
    workspacesOf: (sha256: string): string[] => (workspaces.all(sha256) as { id: string }[]).map(({ id }) => id),
    /** Hears of every original that was found damaged, was mended, or went. */
    listen: (listener: (sha256: string) => void) => void listeners.add(listener),
  }
}
export type DamageStore = ReturnType<typeof damageStore>
