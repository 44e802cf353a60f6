import { isLeaseDead, leaseTime, newLease } from '../../base/lease.ts'
import { type Database, transaction } from '../database/database.ts'

/** Vectors of one model: only those of one set can be compared. */
export type VectorSet = {
  number: number
  providerId: string
  model: string
  /** Numbers that each vector has; absent until the first one came. */
  dimensions?: number
}

/** A document whose next passages are to get vectors; `page` and `passage` say which had theirs last. */
export type OpenDocument = { id: string; workspaceNumber: number; page: number; passage: number }
export type EmbeddingClaim = { documents: OpenDocument[]; lease: string }

/** Passages with vectors, of how many, in the documents of a workspace that are ready. */
type EmbeddingProgress = { id: string; done: number; total: number }

type SetRow = { number: number; provider_id: string; model: string; dimensions: number | null }
type OpenRow = {
  number: number
  id: string
  workspace_number: number
  passages: number
  page: number | null
  passage: number | null
  done: number | null
  lease_owner: string | null
  lease_until: number | null
}

/** Documents looked at for one claim. */
const mostDocuments = 200

/** Which documents have vectors of which set, and who is at the next ones. */
export const embeddingStore = (db: Database) => {
  const latest = db.prepare('SELECT * FROM vector_set ORDER BY number DESC LIMIT 1')
  const insertSet = db.prepare(
    'INSERT INTO vector_set (provider_id, model, dimensions, created_at) VALUES (?, ?, ?, ?) RETURNING number',
  )
  const deleteSets = db.prepare('DELETE FROM vector_set')
  const any = db.prepare('SELECT 1 FROM embedding LIMIT 1')
  const measured = db.prepare('UPDATE vector_set SET dimensions = ? WHERE number = ? AND dimensions IS NULL')
  const open = db.prepare(`
    SELECT d.number, d.id, w.number AS workspace_number, d.passages, e.page, e.passage, e.done, e.lease_owner, e.lease_until
    FROM document d
    JOIN workspace w ON w.id = d.workspace_id AND w.removed_at IS NULL
    LEFT JOIN embedding e ON e.document_id = d.id
    WHERE d.number > ? AND d.removed_at IS NULL AND d.status = 'ready' AND d.passages > 0
      AND (e.document_id IS NULL OR e.complete = 0) AND (e.set_number IS NULL OR e.set_number = ?)
    ORDER BY d.number LIMIT ${mostDocuments}`)
  const claim = db.prepare(`
    INSERT INTO embedding (document_id, set_number, lease_owner, lease_until) VALUES (?, ?, ?, ?)
    ON CONFLICT (document_id) DO UPDATE SET lease_owner = excluded.lease_owner, lease_until = excluded.lease_until`)
  const beat = db.prepare('UPDATE embedding SET lease_until = ? WHERE lease_owner = ?')
  const release = db.prepare('UPDATE embedding SET lease_owner = NULL, lease_until = NULL WHERE lease_owner = ?')
  const progress = db.prepare(`
    SELECT w.id, sum(d.passages) AS total, sum(min(coalesce(e.done, 0), d.passages)) AS done
    FROM workspace w
    JOIN document d ON d.workspace_id = w.id AND d.removed_at IS NULL AND d.status = 'ready'
    LEFT JOIN embedding e ON e.document_id = d.id AND e.set_number = ?
    WHERE w.removed_at IS NULL GROUP BY w.number ORDER BY w.number`)

  const set = (): VectorSet | undefined => {
    const row = latest.get() as SetRow | undefined
    if (!row) return undefined
    const { number, provider_id: providerId, model, dimensions } = row
    return { number, providerId, model, ...(dimensions !== null && { dimensions }) }
  }
  const begin = ({ providerId, model, dimensions }: Omit<VectorSet, 'number'>): VectorSet =>
    transaction(db, () => {
      deleteSets.run()
      insertSet.get(providerId, model, dimensions ?? null, new Date().toISOString())
      return set() as VectorSet
    })

  return {
    /** The set that is used. */
    set,
    /** The set of that model; another one ends, and its vectors are to be dropped. */
    setOf(providerId: string, model: string): VectorSet {
      const found = set()
      return found?.providerId === providerId && found.model === model ? found : begin({ providerId, model })
    },
    begin,
    end: (): void => void deleteSets.run(),
    /** Is there anything of any set? */
    hasVectors: (): boolean => any.get() !== undefined,
    /** Notes the dimensions of the first vector. */
    measured: (number: number, dimensions: number): void => void measured.run(dimensions, number),

    /**
     * Takes up documents behind `after` (their number) until they have some `passages` left together. With them comes the
     * number to go on behind; nothing once there is none.
     */
    claim(number: number, passages: number, after: number): { claim: EmbeddingClaim; last: number } | undefined {
      return transaction(db, () => {
        const rows = (open.all(after, number) as OpenRow[]).filter(
          (row) => row.lease_owner === null || isLeaseDead(row.lease_owner, row.lease_until),
        )
        if (rows.length === 0) return undefined
        const lease = newLease()
        const documents: OpenDocument[] = []
        let [left, last] = [passages, after]
        for (const row of rows) {
          if (left <= 0) break
          claim.run(row.id, number, lease, Date.now() + leaseTime)
          documents.push({
            id: row.id,
            workspaceNumber: row.workspace_number,
            page: row.page ?? 0,
            passage: row.passage ?? 0,
          })
          const rest = row.passages - (row.done ?? 0)
          if (rest < left) last = row.number
          left -= rest
        }
        return { claim: { documents, lease }, last }
      })
    },
    /** False once nothing is left of the claim. */
    heartbeat: (lease: string): boolean => beat.run(Date.now() + leaseTime, lease).changes > 0,
    release: (lease: string): void => void release.run(lease),
    /** Of workspaces that have documents. */
    progress: (number: number): EmbeddingProgress[] => progress.all(number) as EmbeddingProgress[],
  }
}
export type EmbeddingStore = ReturnType<typeof embeddingStore>
