import { isLeaseDead, leaseTime, newLease } from '../../base/lease.ts'
import type { Document, DocumentStatus } from '../../shared/contract/documents.ts'
import { type Database, transaction } from '../database/database.ts'
import type { Outcome } from './document-readings.ts'
import { type DocumentRow, presentDocuments, toDocument } from './document-row.ts'

/** A document taken up for indexing, with the numbers that name its rows in the index. */
export type Claim = { document: Document; number: number; workspaceNumber: number; crashes: number; lease: string }

/** Documents on their way into the index: who has taken which up. `afterCrash`: as in `documentStore`. */
export const documentClaims = (db: Database, { afterCrash }: { afterCrash: boolean }) => {
  const one = db.prepare(`${presentDocuments} AND id = ?`)
  const workspaceNumber = db.prepare('SELECT number FROM workspace WHERE id = ?')
  // Nothing of a workspace on its way out is taken up.
  const open = `${presentDocuments} AND workspace_id IN (SELECT id FROM workspace WHERE removed_at IS NULL)`
  const other = 'id NOT IN (SELECT value FROM json_each(?))'
  const nextQueued = db.prepare(`${open} AND status = 'queued' AND ${other} ORDER BY number LIMIT 1`)
  const taken = db.prepare(`${open} AND status = 'indexing' AND ${other} ORDER BY number`)
  const unfinished = db.prepare(
    `${presentDocuments} AND status IN ('queued', 'indexing') AND workspace_id = ? ORDER BY number`,
  )
  const counted = db.prepare(`
    SELECT status, count(*) AS count FROM document WHERE removed_at IS NULL AND status IN ('queued', 'indexing')
    GROUP BY status`)
  const claim = db.prepare(`
    UPDATE document SET status = 'indexing', progress = 0, crashes = crashes + ?, lease_owner = ?, lease_until = ?
    WHERE id = ?`)
  const beat = db.prepare('UPDATE document SET lease_until = ? WHERE id = ? AND lease_owner = ?')
  const progress = db.prepare('UPDATE document SET progress = ?, pages = ? WHERE id = ? AND lease_owner = ?')
  const release = db.prepare(`
    UPDATE document SET status = 'queued', progress = 0, lease_owner = NULL, lease_until = NULL
    WHERE id = ? AND lease_owner = ?`)
  const ready = db.prepare(`
    UPDATE document SET status = 'ready', progress = 1, media_type = ?, pages = ?, passages = ?, receipt = ?,
      error = NULL, error_code = NULL, crashes = 0, lease_owner = NULL, lease_until = NULL WHERE id = ? AND lease_owner = ?`)
  const failed = db.prepare(`
    UPDATE document SET status = 'failed', progress = 0, pages = 0, passages = 0, receipt = NULL, error = ?, error_code = ?,
      lease_owner = NULL, lease_until = NULL WHERE id = ? AND lease_owner = ?`)
  const restore = db.prepare(`
    UPDATE document SET status = 'ready', progress = 1, lease_owner = NULL, lease_until = NULL
    WHERE id = ? AND lease_owner = ? AND receipt IS NOT NULL AND pages > 0
      AND pages = (SELECT count(*) FROM page WHERE document_id = document.id)
      AND passages = (SELECT count(*) FROM passage WHERE document_id = document.id)`)

  const claimAs = (next: DocumentRow, crash: 0 | 1): Claim => {
    const lease = newLease()
    claim.run(crash, lease, Date.now() + leaseTime, next.id)
    const document = toDocument({ ...next, status: 'indexing', progress: 0 })
    const { number, crashes } = next
    const workspace = workspaceNumber.get(next.workspace_id) as { number: number }
    return { document, number, workspaceNumber: workspace.number, crashes: crashes + crash, lease }
  }

  return {
    /** Takes a document that is on its way into the index away from whoever reads it; nothing when it is not. */
    seize(id: string): Claim | undefined {
      return transaction(db, () => {
        const found = one.get(id) as DocumentRow | undefined
        if (found?.status !== 'queued' && found?.status !== 'indexing') return undefined
        return claimAs(found, 0)
      })
    },
    /** How many documents wait, and are being read. */
    open(): { queued: number; indexing: number } {
      const counts = counted.all() as { status: DocumentStatus; count: number }[]
      const of = (wanted: DocumentStatus) => counts.find(({ status }) => status === wanted)?.count ?? 0
      return { queued: of('queued'), indexing: of('indexing') }
    },
    /**
     * Takes up a document whose process died, else the oldest queued one; nothing when there is none. `crashes` says how
     * often a server crashed over it. Documents in `passedOver` are left as they are.
     */
    claim(passedOver: readonly string[] = []): Claim | undefined {
      return transaction(db, () => {
        const but = JSON.stringify(passedOver)
        const rows = taken.all(but) as DocumentRow[]
        const abandoned = rows.find((each) => isLeaseDead(each.lease_owner, each.lease_until))
        const next = abandoned ?? (nextQueued.get(but) as DocumentRow | undefined)
        if (!next) return undefined
        return claimAs(next, abandoned && afterCrash ? 1 : 0)
      })
    },
    /**
     * These six do nothing and give false when the claim is no longer this one: the document was removed, queued anew, or
     * taken over.
     */
    heartbeat: (id: string, lease: string) => beat.run(Date.now() + leaseTime, id, lease).changes === 1,
    progressed: (id: string, lease: string, value: number, pages: number) =>
      progress.run(value, pages, id, lease).changes === 1,
    release: (id: string, lease: string) => release.run(id, lease).changes === 1,
    ready(id: string, lease: string, { mediaType, pages, passages, ...receipt }: Outcome): boolean {
      return ready.run(mediaType, pages, passages, JSON.stringify(receipt), id, lease).changes === 1
    },
    /** Leaves it as it was read before, where all of that is still there; else false, too. */
    restoreReading: (id: string, lease: string) => restore.run(id, lease).changes === 1,
    failed: (id: string, lease: string, error: string, code?: string) =>
      failed.run(error, code ?? null, id, lease).changes === 1,
    /** Those of the named documents (of the whole workspace where none are named) that are still on their way. */
    unfinished(workspaceId: string, ids?: readonly string[]): Document[] {
      const wanted = ids && new Set(ids)
      return (unfinished.all(workspaceId) as DocumentRow[])
        .filter((each) => !wanted || wanted.has(each.id))
        .map(toDocument)
    },
  }
}
export type DocumentClaims = ReturnType<typeof documentClaims>
