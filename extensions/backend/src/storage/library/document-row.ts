import type { Document, DocumentStatus } from '../../shared/contract/documents.ts'
import type { Fault } from '../originals/damage.ts'

/** A document as its table has it, with the folder that it follows; `dated` is the file's own date, in milliseconds. */
export type DocumentRow = {
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
  fault: Fault | null
  lease_owner: string | null
  lease_until: number | null
  dated: number | null
  created_at: string
}

/** Documents that are there. */
export const presentDocuments = `
    SELECT *, (SELECT folder_id FROM folder_file f WHERE f.document_id = document.id) AS folder_id,
      coalesce((SELECT f.modified FROM folder_file f WHERE f.document_id = document.id), modified) AS dated,
      (SELECT fault FROM damaged_original o WHERE o.sha256 = document.sha256) AS fault
    FROM document WHERE removed_at IS NULL`

/** As ISO 8601; some file systems have dates that it has no form for. */
const isoOf = (milliseconds: number | null): string | undefined => {
  const date = new Date(milliseconds ?? Number.NaN)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}

export const toDocument = (row: DocumentRow): Document => {
  const modifiedAt = isoOf(row.dated)
  return {
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
    ...(row.fault !== null && { original: row.fault }),
    ...(modifiedAt !== undefined && { modifiedAt }),
    createdAt: row.created_at,
  }
}
