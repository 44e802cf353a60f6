import { randomUUIDv7 } from 'node:crypto'
import type { Folder, FolderMode } from '../../shared/contract/folders.ts'
import type { Database } from '../database/database.ts'

type Row = {
  id: string
  workspace_id: string
  path: string
  mode: FolderMode
  ignore: string
  error: string | null
  scanned_at: string | null
  created_at: string
  files: number
  left_out: number
}

/** A folder as stored; whether it is being looked at just now, only its service knows. */
export type StoredFolder = Omit<Folder, 'status'>

const toFolder = (row: Row): StoredFolder => ({
  id: row.id,
  workspaceId: row.workspace_id,
  path: row.path,
  mode: row.mode,
  ignore: JSON.parse(row.ignore) as string[],
  files: row.files,
  leftOut: row.left_out,
  ...(row.error !== null && { error: row.error }),
  ...(row.scanned_at !== null && { scannedAt: row.scanned_at }),
  createdAt: row.created_at,
})

/** What tells that a file changed: bytes, and milliseconds since 1970. */
export type FileFacts = { size: number; modified: number }

type FileRow = FileFacts & { path: string; documentId: string | null; sha256: string | null }

/** A file that was taken, by its path within the folder; without a document once that was removed by hand. */
export type KnownFile = FileRow & {
  /** A ZIP, which has no document itself, but those of the files that are in it. */
  isArchive?: true
}

/** Where the bytes of a document that is read in place are. */
export type Place = FileFacts & { root: string; path: string }

export const folderStore = (db: Database) => {
  const select = `
    SELECT o.*,
      (SELECT count(*) FROM folder_file f JOIN document d ON d.id = f.document_id AND d.removed_at IS NULL
        WHERE f.folder_id = o.id) AS files,
      (SELECT count(*) FROM folder_file f WHERE f.folder_id = o.id AND f.document_id IS NULL) AS left_out
    FROM folder o JOIN workspace w ON w.id = o.workspace_id AND w.removed_at IS NULL`
  const all = db.prepare(`${select} ORDER BY o.id`)
  const ofWorkspace = db.prepare(`${select} WHERE o.workspace_id = ? ORDER BY o.id`)
  const one = db.prepare(`${select} WHERE o.id = ?`)
  const insert = db.prepare(
    'INSERT INTO folder (id, workspace_id, path, mode, ignore, created_at) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const setIgnore = db.prepare('UPDATE folder SET ignore = ? WHERE id = ?')
  const scanned = db.prepare('UPDATE folder SET scanned_at = ?, error = NULL WHERE id = ?')
  const failed = db.prepare('UPDATE folder SET error = ? WHERE id = ?')
  const remove = db.prepare('DELETE FROM folder WHERE id = ?')
  const files = db.prepare(`
    SELECT f.path, f.size, f.modified, d.id AS documentId, d.sha256 FROM folder_file f
    LEFT JOIN document d ON d.id = f.document_id AND d.removed_at IS NULL WHERE f.folder_id = ? AND f.archive IS ?`)
  const archives = db.prepare('SELECT path, size, modified, sha256 FROM folder_archive WHERE folder_id = ?')
  const putArchive = db.prepare(
    'INSERT OR REPLACE INTO folder_archive (folder_id, path, size, modified, sha256) VALUES (?, ?, ?, ?, ?)',
  )
  const moveArchive = db.prepare(`
    UPDATE OR REPLACE folder_archive SET path = ?, size = ?, modified = ? WHERE folder_id = ? AND path = ?`)
  const moveMembers = db.prepare('UPDATE folder_file SET archive = ? WHERE folder_id = ? AND archive = ?')
  const removeArchive = db.prepare('DELETE FROM folder_archive WHERE folder_id = ? AND path = ?')
  const openArchives = db.prepare('UPDATE folder_archive SET modified = 0 WHERE folder_id = ?')
  const documentIds = db.prepare(`
    SELECT document_id AS id FROM folder_file WHERE folder_id = ? AND document_id IS NOT NULL`)
  const documentAt = db.prepare('SELECT document_id AS id FROM folder_file WHERE folder_id = ? AND path = ?')
  const link = db.prepare(
    'INSERT INTO folder_file (folder_id, path, document_id, size, modified, archive) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const touch = db.prepare('UPDATE folder_file SET size = ?, modified = ? WHERE folder_id = ? AND path = ?')
  const move = db.prepare(`
    UPDATE OR REPLACE folder_file SET path = ?, size = ?, modified = ? WHERE folder_id = ? AND path = ?`)
  const unlink = db.prepare('DELETE FROM folder_file WHERE folder_id = ? AND path = ?')
  const place = db.prepare(`
    SELECT o.path AS root, f.path, f.size, f.modified FROM folder_file f JOIN folder o ON o.id = f.folder_id
    WHERE f.document_id = ? AND o.mode = 'in-place' AND f.archive IS NULL`)

  const filesOf = db.prepare(`
    SELECT o.path AS root, f.path FROM document d JOIN folder_file f ON f.document_id = d.id AND f.archive IS NULL
    JOIN folder o ON o.id = f.folder_id WHERE d.sha256 = ? AND d.removed_at IS NULL`)

  const find = (id: string): StoredFolder | undefined => {
    const row = one.get(id) as Row | undefined
    return row && toFolder(row)
  }

  return {
    find,
    all: (): StoredFolder[] => (all.all() as Row[]).map(toFolder),
    ofWorkspace: (workspaceId: string): StoredFolder[] => (ofWorkspace.all(workspaceId) as Row[]).map(toFolder),
    add({ workspaceId, path, mode, ignore }: Pick<Folder, 'workspaceId' | 'path' | 'mode' | 'ignore'>): StoredFolder {
      const id = randomUUIDv7()
      insert.run(id, workspaceId, path, mode, JSON.stringify(ignore), new Date().toISOString())
      return find(id) as StoredFolder
    },
    /** ZIPs are to be looked into again: what is ignored counts in them too. */
    setIgnore(id: string, ignore: readonly string[]): void {
      setIgnore.run(JSON.stringify(ignore), id)
      openArchives.run(id)
    },
    scanned: (id: string) => void scanned.run(new Date().toISOString(), id),
    failed: (id: string, error: string) => void failed.run(error, id),
    /** Its documents stay, as ones that belong to no folder. */
    remove: (id: string) => void remove.run(id),

    /** Files and ZIPs; files that are in ZIPs are `members`. */
    files(id: string): KnownFile[] {
      const zips = archives.all(id) as (FileFacts & { path: string; sha256: string })[]
      return [
        ...(files.all(id, null) as FileRow[]),
        ...zips.map((zip) => ({ ...zip, documentId: null, isArchive: true as const })),
      ]
    },
    /** What is known of the files of a ZIP; their paths begin with its own. */
    members: (id: string, archive: string): KnownFile[] => files.all(id, archive) as FileRow[],
    /** All documents that follow a file of the folder. */
    documentIds: (id: string) => (documentIds.all(id) as { id: string }[]).map((each) => each.id),
    putArchive: (id: string, path: string, { size, modified, sha256 }: FileFacts & { sha256: string }) =>
      void putArchive.run(id, path, size, modified, sha256),
    moveArchive(id: string, from: string, to: string, { size, modified }: FileFacts): void {
      moveMembers.run(to, id, from)
      moveArchive.run(to, size, modified, id, from)
    },
    removeArchive: (id: string, path: string) => void removeArchive.run(id, path),
    /** The document of a file: null once that was removed by hand, undefined for a file that is not known. */
    documentAt: (id: string, path: string) => (documentAt.get(id, path) as { id: string | null } | undefined)?.id,
    link: (id: string, path: string, documentId: string, { size, modified }: FileFacts, archive?: string) =>
      void link.run(id, path, documentId, size, modified, archive ?? null),
    touch: (id: string, path: string, { size, modified }: FileFacts) => void touch.run(size, modified, id, path),
    move: (id: string, from: string, to: string, { size, modified }: FileFacts) =>
      void move.run(to, size, modified, id, from),
    unlink: (id: string, path: string) => void unlink.run(id, path),
    /** Files of folders that had these bytes when they were read, copied or in place. */
    filesOf: (sha256: string) => filesOf.all(sha256) as { root: string; path: string }[],
    /** Nothing for a document whose bytes are AIOS's own. */
    placeOf: (documentId: string) => place.get(documentId) as Place | undefined,
  }
}
export type FolderStore = ReturnType<typeof folderStore>
