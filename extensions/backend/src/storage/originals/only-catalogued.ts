import { statSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as breath } from 'node:timers/promises'
import type { Database } from '../database/database.ts'
import type { BlobStore } from './blobs.ts'
import { type Catalogued, contentsOf, type Entry, type Kind, type Present } from './catalogue-entry.ts'
import type { CatalogueFile } from './catalogue-file.ts'
import type { About, UnclaimedStore } from './unclaimed.ts'

/** What only the catalogue knows, and is not removed by what it says; of documents those whose bytes are there. */
export type OnlyCatalogued = {
  workspaces: Catalogued<'workspace'>[]
  folders: Catalogued<'folder'>[]
  documents: Catalogued<'document'>[]
  leftOut: Catalogued<'left-out'>[]
  /** Contents that belong to it. */
  contents: Set<string>
  /** How many originals there are that neither it nor the database knows. */
  unnamed: number
}

type Parts = {
  db: Database
  file: CatalogueFile
  blobs: BlobStore
  unclaimed: UnclaimedStore
  isHeld: (sha256: string) => boolean
}

/** Documents that are looked up on the disk before others get their turn. */
const slice = 250

/** Holds the catalogue against the database. */
export const onlyCatalogued = ({ db, file, blobs, unclaimed, isHeld }: Parts) => {
  const has: Record<Kind, string> = {
    workspace: 'SELECT 1 FROM workspace WHERE id = ?',
    document: 'SELECT 1 FROM document WHERE id = ?',
    folder: 'SELECT 1 FROM folder WHERE id = ?',
    'left-out': `
      SELECT 1 FROM folder_file
      WHERE folder_id = substr(?1, 1, instr(?1, '/') - 1) AND path = substr(?1, instr(?1, '/') + 1)`,
    artifact: 'SELECT 1 FROM artifact WHERE id = ?',
    version: 'SELECT 1 FROM file_change WHERE id = ?',
  }
  const known = Object.fromEntries(Object.entries(has).map(([kind, sql]) => [kind, db.prepare(sql)]))
  const going = db.prepare('SELECT id FROM workspace WHERE removed_at IS NOT NULL')
  const folderOf = db.prepare('SELECT path, mode FROM folder WHERE id = ?')
  const folderAt = db.prepare('SELECT id FROM folder WHERE workspace_id = ? AND path = ?')
  const fileAt = db.prepare('SELECT 1 FROM folder_file WHERE folder_id = ? AND path = ?')
  const twin = db.prepare(`
    SELECT 1 FROM document d WHERE workspace_id = ? AND sha256 = ? AND name = ? AND folder IS ? AND removed_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM folder_file f WHERE f.document_id = d.id)`)

  const isKnown = ({ kind, id }: Entry) => known[kind]?.get(id) !== undefined
  const hasBytes = (sha256: string) => blobs.has(sha256) || unclaimed.has(sha256)

  /** Is it there under another id: the same file of a folder, or the same upload? */
  const isDoubled = (document: Catalogued<'document'>, folder?: Pick<Catalogued<'folder'>, 'id'>): boolean => {
    const { workspaceId, sha256, name, path } = document
    if (folder && path !== undefined) return fileAt.get(folder.id, path) !== undefined
    return twin.get(workspaceId, sha256, name, document.folder ?? null) !== undefined
  }

  /** What the catalogue says last of each thing that is not removed, and that the database does not know. */
  const read = async () => {
    const last = new Map<string, Present>()
    const gone = new Set<string>()
    for await (const lines of file.read()) {
      for (const { entry } of lines) {
        if (!entry) continue
        const key = `${entry.kind} ${entry.id}`
        if ('isRemoved' in entry) last.delete(key)
        else last.set(key, entry)
        if (entry.kind !== 'workspace') continue
        if ('isRemoved' in entry) gone.add(entry.id)
        else gone.delete(entry.id)
      }
    }
    for (const { id } of going.all() as { id: string }[]) gone.add(id)
    const unknown: Present[] = []
    let at = 0
    for (const each of last.values()) {
      if (at++ % slice === 0) await breath()
      if (!('workspaceId' in each && gone.has(each.workspaceId)) && !isKnown(each)) unknown.push(each)
    }
    return unknown
  }

  const bytesAreThere = (document: Catalogued<'document'>, folders: ReadonlyMap<string, Catalogued<'folder'>>) => {
    const { sha256, folderId = '', path, archive } = document
    if (hasBytes(sha256)) return true
    const folder = folders.get(folderId) ?? (folderOf.get(folderId) as { path: string; mode: string } | undefined)
    if (folder?.mode !== 'in-place' || path === undefined || archive !== undefined) return false
    return statSync(join(folder.path, path), { throwIfNoEntry: false })?.isFile() === true
  }

  return {
    isKnown,
    isDoubled,

    async find(): Promise<OnlyCatalogued> {
      const all = await read()
      const of = <K extends Kind>(kind: K) => all.filter((each): each is Catalogued<K> => each.kind === kind)
      const folders = new Map(of('folder').map((folder) => [folder.id, folder]))
      const documents: Catalogued<'document'>[] = []
      for (const [at, document] of of('document').entries()) {
        if (at % slice === 0) await breath()
        const { workspaceId, folderId = '' } = document
        const path = folders.get(folderId)?.path
        const folder = path === undefined ? folderOf.get(folderId) && { id: folderId } : folderAt.get(workspaceId, path)
        if (isDoubled(document, folder as { id: string } | undefined)) continue
        if (bytesAreThere(document, folders)) documents.push(document)
      }
      const contents = new Set(all.flatMap(contentsOf))
      let unnamed = 0
      for await (const sha256 of blobs.all()) if (!contents.has(sha256) && !isHeld(sha256)) unnamed++
      const [workspaces, leftOut] = [of('workspace'), of('left-out')]
      return { workspaces, folders: [...folders.values()], documents, leftOut, contents, unnamed }
    },

    /** What the catalogue ever said of these contents: the last of it, of a document before anything else. */
    async about(contents: ReadonlySet<string>): Promise<Map<string, About>> {
      const found = new Map<string, About>()
      for await (const lines of file.read()) {
        for (const { entry } of lines) {
          if (!entry || 'isRemoved' in entry || !('mediaType' in entry)) continue
          for (const sha256 of contentsOf(entry).filter((each) => contents.has(each))) {
            if (entry.kind === 'document' || !found.get(sha256)?.documentId) found.set(sha256, aboutOf(entry))
          }
        }
      }
      return found
    },
  }
}

export type OnlyCataloguedStore = ReturnType<typeof onlyCatalogued>

const aboutOf = (entry: Catalogued<'document' | 'artifact' | 'version'>): About => {
  const { id, name, mediaType, workspaceId } = entry
  if (entry.kind !== 'document') return { name: name.split(/[\\/]/).at(-1) ?? name, mediaType, workspaceId }
  const { folder, modified } = entry
  return { documentId: id, name, mediaType, workspaceId, ...(folder && { folder }), ...(modified && { modified }) }
}
