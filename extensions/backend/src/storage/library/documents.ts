import { randomUUIDv7 } from 'node:crypto'
import type { Document } from '../../shared/contract/documents.ts'
import type { Database } from '../database/database.ts'
import { documentClaims } from './document-claims.ts'
import { documentReadings } from './document-readings.ts'
import { type DocumentRow, presentDocuments, toDocument } from './document-row.ts'

/** `modified` is the file's own date, in milliseconds, where it is known. */
type NewDocument = Pick<Document, 'workspaceId' | 'name' | 'folder' | 'mediaType' | 'size' | 'sha256'> & {
  modified?: number | undefined
}

/** Documents that are read from the list at once, which takes about a millisecond. */
const sliceSize = 250

/** The documents of all workspaces. `afterCrash`: the server before this one crashed, maybe over what it was at. */
export const documentStore = (db: Database, { afterCrash = false } = {}) => {
  const ofWorkspace = db.prepare(`${presentDocuments} AND workspace_id = ? ORDER BY number DESC`)
  const slice = db.prepare(`${presentDocuments} AND workspace_id = ? AND number < ? ORDER BY number DESC LIMIT ?`)
  const one = db.prepare(`${presentDocuments} AND id = ?`)
  const any = db.prepare('SELECT 1 FROM document WHERE id = ?')
  // What follows a file goes with it, so that it is no twin of what somebody gives to be kept.
  const twin = db.prepare(`
    ${presentDocuments} AND workspace_id = ? AND sha256 = ? AND name = ? AND folder IS ?
      AND id NOT IN (SELECT document_id FROM folder_file WHERE document_id IS NOT NULL)`)
  const insert = db.prepare(`
    INSERT INTO document (id, workspace_id, name, folder, media_type, size, sha256, status, error, modified, created_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const requeue = db.prepare(`
    UPDATE document SET status = 'queued', progress = 0, error = NULL, error_code = NULL, crashes = 0, lease_owner = NULL,
      lease_until = NULL WHERE id = ?`)
  const rename = db.prepare('UPDATE document SET name = ?, folder = ? WHERE id = ?')
  const replace = db.prepare('UPDATE document SET media_type = ?, size = ?, sha256 = ?, receipt = NULL WHERE id = ?')
  const mark = db.prepare('UPDATE document SET removed_at = ?, lease_owner = NULL WHERE id = ?')
  const marked = db.prepare('SELECT * FROM document WHERE removed_at IS NOT NULL')
  const purge = db.prepare('DELETE FROM document WHERE id = ?')
  const originals = db.prepare(
    `SELECT coalesce(sum(size), 0) AS bytes FROM (SELECT DISTINCT sha256, size FROM document d WHERE NOT EXISTS (
      SELECT 1 FROM folder_file f JOIN folder o ON o.id = f.folder_id
      WHERE f.document_id = d.id AND o.mode = 'in-place' AND f.archive IS NULL))`,
  )
  const ready = db.prepare(`
    SELECT count(*) AS count FROM document WHERE removed_at IS NULL AND workspace_id = ?1 AND status = 'ready'
      AND (?2 IS NULL OR id IN (SELECT value FROM json_each(?2)))`)
  const workspaceNumber = db.prepare('SELECT number FROM workspace WHERE id = ?')

  const row = (id: string) => one.get(id) as DocumentRow | undefined
  const numberOf = (workspaceId: string) => (workspaceNumber.get(workspaceId) as { number: number }).number

  return {
    ...documentClaims(db, { afterCrash }),
    ...documentReadings(db),

    find(id: string): Document | undefined {
      const found = row(id)
      return found && toDocument(found)
    },
    /** The numbers under which its index rows stand. */
    numbers(id: string): { number: number; workspaceNumber: number } | undefined {
      const found = row(id)
      return found && { number: found.number, workspaceNumber: numberOf(found.workspace_id) }
    },
    ofWorkspace: (workspaceId: string): Document[] => (ofWorkspace.all(workspaceId) as DocumentRow[]).map(toDocument),
    /** How many of a workspace's documents, or of those named, are ready. */
    countReady: (workspaceId: string, ids?: readonly string[]): number =>
      (ready.get(workspaceId, ids ? JSON.stringify(ids) : null) as { count: number }).count,
    /** The same, at most `limit` of those whose number is less than `below`, in slices that are read when they are wanted. */
    *slices(
      workspaceId: string,
      { limit, below = Number.MAX_SAFE_INTEGER }: { limit: number; below?: number | undefined },
    ): Generator<Document[]> {
      for (let left = limit, last = below; left > 0; ) {
        const rows = slice.all(workspaceId, last, Math.min(left, sliceSize)) as DocumentRow[]
        const next = rows.at(-1)?.number
        if (next === undefined) return
        yield rows.map(toDocument)
        left -= rows.length
        last = next
      }
    },
    /** The document that already holds the same bytes under the same name, if there is one. */
    twin(document: NewDocument): Document | undefined {
      const { workspaceId, sha256, name, folder } = document
      const found = twin.get(workspaceId, sha256, name, folder ?? null) as DocumentRow | undefined
      return found && toDocument(found)
    },
    /** Adds it as `queued`, or as `failed` where the reason is known already; under `requestedId`, where that id is free. */
    add(
      document: NewDocument,
      { error, requestedId }: { error?: string | undefined; requestedId?: string | undefined } = {},
    ): Document {
      const { workspaceId, name, folder, mediaType, size, sha256, modified } = document
      const id = requestedId !== undefined && !any.get(requestedId) ? requestedId : randomUUIDv7()
      const status = error === undefined ? 'queued' : 'failed'
      const now = new Date().toISOString()
      const where = [id, workspaceId, name, folder ?? null] as const
      insert.run(...where, mediaType, size, sha256, status, error ?? null, modified ?? null, now)
      return toDocument(row(id) as DocumentRow)
    },
    requeue: (id: string) => void requeue.run(id),
    rename: (id: string, { name, folder }: Pick<Document, 'name' | 'folder'>) =>
      void rename.run(name, folder ?? null, id),
    /** Gives it other bytes, to be read anew. */
    replace(id: string, { mediaType, size, sha256 }: Pick<Document, 'mediaType' | 'size' | 'sha256'>): void {
      replace.run(mediaType, size, sha256, id)
      requeue.run(id)
    },
    markRemoved: (id: string) => void mark.run(new Date().toISOString(), id),
    removed: () =>
      (marked.all() as DocumentRow[]).map((each) => ({
        id: each.id,
        number: each.number,
        sha256: each.sha256,
        workspaceId: each.workspace_id,
        workspaceNumber: numberOf(each.workspace_id),
      })),
    purge: (id: string) => void purge.run(id),
    /** Bytes of all originals that are copied here, those of the same content once. */
    originalBytes: () => (originals.get() as { bytes: number }).bytes,
  }
}
export type DocumentStore = ReturnType<typeof documentStore>
