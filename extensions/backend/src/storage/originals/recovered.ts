import type { Database } from '../database/database.ts'
import type { Catalogued } from './catalogue-entry.ts'

/** Rows made again from the catalogue, under the ids that they had. Nothing that is there is changed. */
export const recoveredStore = (db: Database) => {
  const workspace = db.prepare('INSERT OR IGNORE INTO workspace (id, name, created_at) VALUES (?, ?, ?)')
  const folder = db.prepare(`
    INSERT OR IGNORE INTO folder (id, workspace_id, path, mode, "ignore", created_at) VALUES (?, ?, ?, ?, ?, ?)`)
  const folderOf = db.prepare('SELECT 1 FROM folder WHERE id = ?')
  const folderAt = db.prepare('SELECT id FROM folder WHERE workspace_id = ? AND path = ?')
  const document = db.prepare(`
    INSERT INTO document (id, workspace_id, name, folder, media_type, size, sha256, status, modified, created_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, 'queued', ?, ?)`)
  const file = db.prepare(`
    INSERT OR IGNORE INTO folder_file (folder_id, path, document_id, size, modified, archive)
    SELECT ?, ?, ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM folder WHERE id = ?1)`)

  return {
    /** False where there is one of that id, be it on its way out. */
    addWorkspace: ({ id, name, createdAt }: Omit<Catalogued<'workspace'>, 'kind'>) =>
      workspace.run(id, name, createdAt).changes > 0,

    hasFolder: (id: string) => folderOf.get(id) !== undefined,

    /** The id of the folder at that place: its own one, or that of one which was added since. */
    addFolder({ id, workspaceId, path, mode, ignore, createdAt }: Catalogued<'folder'>): string {
      const there = folderAt.get(workspaceId, path) as { id: string } | undefined
      if (there) return there.id
      folder.run(id, workspaceId, path, mode, ignore, createdAt)
      return id
    },

    /** To be read anew; as the file of the folder, where there is one. */
    addDocument(entry: Catalogued<'document'>, folderId: string | undefined): void {
      const { id, workspaceId, name, mediaType, size, sha256, createdAt, path, archive } = entry
      document.run(
        id,
        workspaceId,
        name,
        entry.folder ?? null,
        mediaType,
        size,
        sha256,
        entry.modified ?? null,
        createdAt,
      )
      if (folderId === undefined || path === undefined) return
      file.run(folderId, path, id, entry.fileSize ?? size, entry.fileModified ?? 0, archive ?? null)
    },

    leaveOut: ({ path, fileSize, fileModified, archive }: Catalogued<'left-out'>, folderId: string) =>
      void file.run(folderId, path, null, fileSize, fileModified, archive ?? null),
  }
}
