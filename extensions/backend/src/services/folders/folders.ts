import { realpath, stat } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import { fail } from '../../base/errors.ts'
import type { EventBus } from '../../base/events.ts'
import * as words from '../../base/words/index.ts'
import type { Folder, FolderChange, FolderRemoval, NewFolder } from '../../shared/contract/folders.ts'
import { contains, type Library, type StoredFolder } from '../../storage/library/library.ts'
import type { DocumentService } from '../library/documents.ts'
import type { Following } from './following.ts'
import type { FolderKeeper } from './keeper.ts'

type Parts = {
  library: Library
  documents: DocumentService
  following: Following
  keeper: FolderKeeper
  events: EventBus
  dataDir: string
}

/** Folders of this computer whose files are documents of a workspace, kept in step. */
export const folderService = ({ library, documents, following, keeper, events, dataDir }: Parts) => {
  const { folders: store, workspaces } = library

  const unknown = (id: string) => fail('folder.unknown', words.folders.unknown(id), { status: 404 })

  /** @throws AppError `folder.unknown` (404) */
  const find = async (id: string): Promise<StoredFolder> => (await store.find(id)) ?? unknown(id)

  const shown = ({ error, ...folder }: StoredFolder): Folder => {
    const isScanning = keeper.isLooking(folder.id) || (folder.scannedAt === undefined && error === undefined)
    if (isScanning) return { ...folder, status: 'scanning' }
    return error === undefined ? { ...folder, status: 'in-step' } : { ...folder, status: 'failed', error }
  }

  return {
    async all(workspaceId: string): Promise<Folder[]> {
      await workspaces.get(workspaceId)
      return (await store.ofWorkspace(workspaceId)).map(shown)
    },

    /**
     * Takes a folder in, and looks at it at once.
     * @throws AppError `folder.invalid` (400), `folder.known` (409), `workspace.unknown` (404)
     */
    async add(workspaceId: string, { path: sent, mode, ignore }: NewFolder): Promise<Folder> {
      await workspaces.get(workspaceId)
      const path = await usable(sent)
      const data = await realpath(dataDir)
      if (contains(path, data) || contains(data, path)) {
        fail('folder.invalid', words.folders.ownData(data))
      }
      const folder = await store.add({ workspaceId, path, mode, ignore })
      keeper.open(folder)
      return shown(folder)
    },

    /** What is ignored from now on goes, what no longer is comes. */
    async change(id: string, { ignore }: FolderChange): Promise<Folder> {
      const folder = (await store.setIgnore(id, ignore)) ?? unknown(id)
      keeper.look(id, { isAsked: true })
      return shown(folder)
    },

    /** Looks at the folder now, and believes what it sees, even if all files are gone. */
    async scan(id: string): Promise<Folder> {
      const folder = await find(id)
      keeper.open(folder)
      keeper.look(id, { isAsked: true })
      return shown(folder)
    },

    /** Forgets the folder; its documents go with it, or stay as if they had been uploaded. Its files stay as they are. */
    async remove(id: string, { documents: fate }: FolderRemoval): Promise<void> {
      const folder = await find(id)
      await keeper.close(id)
      if (fate === 'keep') {
        await following.copyAll(folder)
        await store.remove(id)
      } else {
        documents.forgetAll(folder.workspaceId, await store.removeWithDocuments(id))
      }
      events.emit({ type: 'folder.changed', workspaceId: folder.workspaceId, id, status: 'removed' })
    },
  }
}

/** The folder itself, where the path may lead through links. */
const usable = async (sent: string): Promise<string> => {
  if (!isAbsolute(sent) || sent.includes('\0')) {
    fail('folder.invalid', words.folders.notAbsolute(sent.replaceAll('\0', '')))
  }
  const path = await realpath(sent).catch((cause: unknown) =>
    fail('folder.invalid', words.folders.notThere(sent), { cause }),
  )
  if (!(await stat(path)).isDirectory()) fail('folder.invalid', words.folders.isFile(sent))
  return path
}
