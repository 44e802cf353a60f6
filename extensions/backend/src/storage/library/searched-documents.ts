import type { Filtered } from '../../text/search/filters.ts'
import { type Database, foreignChanges } from '../database/database.ts'

/** A document as filters see it. */
export type SearchedDocument = Filtered & { id: string; passages: number }

type Row = {
  id: string
  name: string
  folder: string | null
  mediaType: string
  createdAt: string
  passages: number
  modified: number | null
}

/**
 * The documents of a workspace, for filters: the newest first, by the file's own date where that is known, else by when
 * it was added.
 */
export const searchedDocuments = (db: Database) => {
  const all = db.prepare(`
    SELECT d.id, d.name, d.folder, d.media_type AS mediaType, d.created_at AS createdAt, d.passages,
      coalesce(f.modified, d.modified) AS modified
    FROM document d JOIN workspace w ON w.id = d.workspace_id LEFT JOIN folder_file f ON f.document_id = d.id
    WHERE w.number = ? AND d.removed_at IS NULL`)

  return (workspace: number): readonly SearchedDocument[] =>
    (all.all(workspace) as Row[])
      .map(({ createdAt, modified, folder, ...row }) => ({
        ...row,
        ...(folder !== null && { folder }),
        date: modified ?? Date.parse(createdAt),
      }))
      .sort((a, b) => b.date - a.date)
}
type SearchedDocuments = ReturnType<typeof searchedDocuments>

/** The same, remembered until another connection changes something: for one that itself writes nothing. */
export const rememberedDocuments = (db: Database): SearchedDocuments => {
  const changes = foreignChanges(db)
  const read = searchedDocuments(db)
  let known: { workspace: number; version: number; documents: readonly SearchedDocument[] } | undefined

  return (workspace) => {
    const version = changes()
    if (known?.workspace === workspace && known.version === version) return known.documents
    const documents = read(workspace)
    known = { workspace, version, documents }
    return documents
  }
}
