import { randomUUIDv7 } from 'node:crypto'
import type { Document, DocumentStatus, Page, PageReceipt, Receipt } from '../contract/documents.ts'
import { type Database, transaction } from './database.ts'
import { isLeaseDead, leaseTime, newLease } from './lease.ts'

type Row = {
  number: number
  id: string
  workspace_id: string
  name: string
  folder: string | null
  folder_id: string | null
  media_type: string
  size: number
  sha256: string
  status: DocumentStatus
  progress: number
  pages: number
  passages: number
  error: string | null
  error_code: string | null
  receipt: string | null
  crashes: number
  lease_owner: string | null
  lease_until: number | null
  created_at: string
}

const toDocument = (row: Row): Document => ({
  id: row.id,
  workspaceId: row.workspace_id,
  name: row.name,
  ...(row.folder !== null && { folder: row.folder }),
  ...(row.folder_id !== null && { folderId: row.folder_id }),
  mediaType: row.media_type,
  size: row.size,
  sha256: row.sha256,
  status: row.status,
  progress: row.progress,
  pages: row.pages,
  passages: row.passages,
  ...(row.error !== null && { error: row.error }),
  ...(row.error_code !== null && { errorCode: row.error_code }),
  createdAt: row.created_at,
})

/** A document taken up for indexing, with the numbers that name its rows in the index. */
export type Claim = { document: Document; number: number; workspaceNumber: number; crashes: number; lease: string }

/** Its range is UTF-16, in the page's text; its heading the path that it stands under. */
export type PassageOfPage = { id: string; start: number; end: number; heading?: string }

export type NewDocument = Pick<Document, 'workspaceId' | 'name' | 'folder' | 'mediaType' | 'size' | 'sha256'>

/** What is kept of how a document was read, beside what its receipt shows. */
type Reading = Omit<Receipt, 'pages'> & {
  title?: string
  /** Which reading of files it was; see `extractorVersion`. */
  extractor?: number
  /** A password was given for it, so that its text is for nobody else. */
  isLocked?: boolean
}

export type Outcome = Pick<Document, 'mediaType' | 'pages' | 'passages'> & Reading

const readingOf = (receipt: string | null): Reading => JSON.parse(receipt ?? '{"warnings":[]}')

/** Documents that are read from the list at once, which takes about a millisecond. */
const sliceSize = 250

/** `afterCrash`: the server before this one crashed, maybe over what it was at. */
export const documentStore = (db: Database, { afterCrash = false } = {}) => {
  const present = `
    SELECT *, (SELECT folder_id FROM folder_file f WHERE f.document_id = document.id) AS folder_id FROM document
    WHERE removed_at IS NULL`
  const ofWorkspace = db.prepare(`${present} AND workspace_id = ? ORDER BY number DESC`)
  const slice = db.prepare(`${present} AND workspace_id = ? AND number < ? ORDER BY number DESC LIMIT ?`)
  const one = db.prepare(`${present} AND id = ?`)
  const any = db.prepare('SELECT 1 FROM document WHERE id = ?')
  // What follows a file goes with it, so that it is no twin of what somebody gives to be kept.
  const twin = db.prepare(`
    ${present} AND workspace_id = ? AND sha256 = ? AND name = ? AND folder IS ?
      AND id NOT IN (SELECT document_id FROM folder_file WHERE document_id IS NOT NULL)`)
  const insert = db.prepare(`
    INSERT INTO document (id, workspace_id, name, folder, media_type, size, sha256, status, error, created_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const requeue = db.prepare(`
    UPDATE document SET status = 'queued', progress = 0, error = NULL, error_code = NULL, crashes = 0, lease_owner = NULL,
      lease_until = NULL WHERE id = ?`)
  const rename = db.prepare('UPDATE document SET name = ?, folder = ? WHERE id = ?')
  const replace = db.prepare('UPDATE document SET media_type = ?, size = ?, sha256 = ?, receipt = NULL WHERE id = ?')
  // Nothing of a workspace on its way out is taken up.
  const open = `${present} AND workspace_id IN (SELECT id FROM workspace WHERE removed_at IS NULL)`
  const nextQueued = db.prepare(`${open} AND status = 'queued' ORDER BY number LIMIT 1`)
  const taken = db.prepare(`${open} AND status = 'indexing' ORDER BY number`)
  const unfinished = db.prepare(`${present} AND status IN ('queued', 'indexing') AND workspace_id = ? ORDER BY number`)
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
  const mark = db.prepare('UPDATE document SET removed_at = ?, lease_owner = NULL WHERE id = ?')
  const marked = db.prepare('SELECT * FROM document WHERE removed_at IS NOT NULL')
  const purge = db.prepare('DELETE FROM document WHERE id = ?')
  const originals = db.prepare(
    `SELECT coalesce(sum(size), 0) AS bytes FROM (SELECT DISTINCT sha256, size FROM document d WHERE NOT EXISTS (
      SELECT 1 FROM folder_file f JOIN folder o ON o.id = f.folder_id
      WHERE f.document_id = d.id AND o.mode = 'in-place' AND f.archive IS NULL))`,
  )
  const page = db.prepare('SELECT text, width, height FROM page WHERE document_id = ? AND number = ?')
  const pageReceipts = db.prepare(`
    SELECT p.number AS page, length(p.text) AS characters, p.warnings,
      (SELECT count(*) FROM passage s WHERE s.document_id = p.document_id AND s.page = p.number) AS passages
    FROM page p WHERE document_id = ? ORDER BY p.number`)
  const passage = db.prepare('SELECT page, start, "end" FROM passage WHERE document_id = ? AND id = ?')
  const passages = db.prepare(
    'SELECT id, start, "end", heading FROM passage WHERE document_id = ? AND page = ? ORDER BY start',
  )
  const holder = db.prepare(`
    SELECT d.id FROM document d WHERE d.id >= ?1 AND d.id < ?1 || '~' AND d.removed_at IS NULL
      AND EXISTS (SELECT 1 FROM passage s WHERE s.document_id = d.id AND s.id = ?2)`)
  const doubles = db.prepare(`
    ${present} AND sha256 = ? AND id <> ? AND status = 'ready' AND receipt ->> 'extractor' = ?
      AND receipt ->> 'isLocked' IS NULL ORDER BY number LIMIT 20`)
  const setWarnings = db.prepare(`UPDATE document SET receipt = json_set(receipt, '$.warnings', json(?)) WHERE id = ?`)
  const workspaceNumber = db.prepare('SELECT number FROM workspace WHERE id = ?')

  const row = (id: string) => one.get(id) as Row | undefined
  const numberOf = (workspaceId: string) => (workspaceNumber.get(workspaceId) as { number: number }).number

  const claimAs = (next: Row, crash: 0 | 1): Claim => {
    const lease = newLease()
    claim.run(crash, lease, Date.now() + leaseTime, next.id)
    const document = toDocument({ ...next, status: 'indexing', progress: 0 })
    const { number, crashes } = next
    return { document, number, workspaceNumber: numberOf(next.workspace_id), crashes: crashes + crash, lease }
  }

  return {
    find(id: string): Document | undefined {
      const found = row(id)
      return found && toDocument(found)
    },
    /** The numbers under which its index rows stand. */
    numbers(id: string): { number: number; workspaceNumber: number } | undefined {
      const found = row(id)
      return found && { number: found.number, workspaceNumber: numberOf(found.workspace_id) }
    },
    ofWorkspace: (workspaceId: string): Document[] => (ofWorkspace.all(workspaceId) as Row[]).map(toDocument),
    /** The same, at most `limit` of those whose number is less than `below`, in slices that are read when they are wanted. */
    *slices(
      workspaceId: string,
      { limit, below = Number.MAX_SAFE_INTEGER }: { limit: number; below?: number | undefined },
    ): Generator<Document[]> {
      for (let left = limit, last = below; left > 0; ) {
        const rows = slice.all(workspaceId, last, Math.min(left, sliceSize)) as Row[]
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
      const found = twin.get(workspaceId, sha256, name, folder ?? null) as Row | undefined
      return found && toDocument(found)
    },
    /** Adds it as `queued`, or as `failed` where the reason is known already; under `wish`, where that id is free. */
    add(
      document: NewDocument,
      { error, wish }: { error?: string | undefined; wish?: string | undefined } = {},
    ): Document {
      const { workspaceId, name, folder, mediaType, size, sha256 } = document
      const id = wish !== undefined && !any.get(wish) ? wish : randomUUIDv7()
      const status = error === undefined ? 'queued' : 'failed'
      const now = new Date().toISOString()
      insert.run(id, workspaceId, name, folder ?? null, mediaType, size, sha256, status, error ?? null, now)
      return toDocument(row(id) as Row)
    },
    requeue: (id: string) => void requeue.run(id),
    rename: (id: string, { name, folder }: Pick<Document, 'name' | 'folder'>) =>
      void rename.run(name, folder ?? null, id),
    /** Gives it other bytes, to be read anew. */
    replace(id: string, { mediaType, size, sha256 }: Pick<Document, 'mediaType' | 'size' | 'sha256'>): void {
      replace.run(mediaType, size, sha256, id)
      requeue.run(id)
    },
    /** Takes a document that is on its way into the index away from whoever reads it; nothing when it is not. */
    seize(id: string): Claim | undefined {
      return transaction(db, () => {
        const found = row(id)
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
     * often a server crashed over it.
     */
    claim(): Claim | undefined {
      return transaction(db, () => {
        const abandoned = (taken.all() as Row[]).find((each) => isLeaseDead(each.lease_owner, each.lease_until))
        const next = abandoned ?? (nextQueued.get() as Row | undefined)
        if (!next) return undefined
        return claimAs(next, abandoned && afterCrash ? 1 : 0)
      })
    },
    /**
     * These five do nothing and give false when the claim is no longer this one: the document was removed, queued anew, or
     * taken over.
     */
    heartbeat: (id: string, lease: string) => beat.run(Date.now() + leaseTime, id, lease).changes === 1,
    progressed: (id: string, lease: string, value: number, pages: number) =>
      progress.run(value, pages, id, lease).changes === 1,
    release: (id: string, lease: string) => release.run(id, lease).changes === 1,
    ready(id: string, lease: string, { mediaType, pages, passages, ...receipt }: Outcome): boolean {
      return ready.run(mediaType, pages, passages, JSON.stringify(receipt), id, lease).changes === 1
    },
    failed: (id: string, lease: string, error: string, code?: string) =>
      failed.run(error, code ?? null, id, lease).changes === 1,
    /** Those of the named documents (of the whole workspace where none are named) that are still on their way. */
    unfinished(workspaceId: string, ids?: readonly string[]): Document[] {
      const wanted = ids && new Set(ids)
      return (unfinished.all(workspaceId) as Row[]).filter((each) => !wanted || wanted.has(each.id)).map(toDocument)
    },
    markRemoved: (id: string) => void mark.run(new Date().toISOString(), id),
    removed: () =>
      (marked.all() as Row[]).map((each) => ({
        id: each.id,
        number: each.number,
        sha256: each.sha256,
        workspaceNumber: numberOf(each.workspace_id),
      })),
    purge: (id: string) => void purge.run(id),
    /** Bytes of all originals that are copied here, those of the same content once. */
    originalBytes: () => (originals.get() as { bytes: number }).bytes,
    page(id: string, number: number): Page | undefined {
      const found = page.get(id, number) as { text: string; width: number | null; height: number | null } | undefined
      if (!found) return undefined
      return {
        text: found.text,
        ...(found.width !== null && { width: found.width }),
        ...(found.height !== null && { height: found.height }),
      }
    },
    /** The passages that a page is cut into, in order. */
    passages: (id: string, page: number): PassageOfPage[] =>
      (passages.all(id, page) as (PassageOfPage & { heading: string | null })[]).map(({ heading, ...range }) => ({
        ...range,
        ...(heading !== null && { heading }),
      })),
    passage: (id: string, passageId: string) =>
      passage.get(id, passageId) as { page: number; start: number; end: number } | undefined,
    /** The document that a passage belongs to: its id begins as that of its document does. */
    ofPassage: (passageId: string) => (holder.get(passageId.slice(0, 13), passageId) as { id: string } | undefined)?.id,
    /** Documents of the same bytes that were read, by that reading of files and without a password; none for one that was read itself. */
    doubles({ id, sha256 }: Document, extractor: number): Document[] {
      if (row(id)?.receipt != null) return []
      return (doubles.all(sha256, id, extractor) as Row[]).map(toDocument)
    },
    /** Which reading of files it was read by. */
    extractor: (id: string) => readingOf(row(id)?.receipt ?? null).extractor,
    setWarnings: (id: string, warnings: readonly string[]) => void setWarnings.run(JSON.stringify(warnings), id),
    receipt(id: string): Receipt {
      const pages = (pageReceipts.all(id) as (Omit<PageReceipt, 'warnings'> & { warnings: string | null })[]).map(
        (each) => ({ ...each, warnings: each.warnings === null ? [] : (JSON.parse(each.warnings) as string[]) }),
      )
      const { warnings, took, sameAs } = readingOf(row(id)?.receipt ?? null)
      return { pages, warnings, ...(took !== undefined && { took }), ...(sameAs !== undefined && { sameAs }) }
    },
  }
}
export type DocumentStore = ReturnType<typeof documentStore>
