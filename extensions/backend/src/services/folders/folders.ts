import { realpath, stat } from 'node:fs/promises'
import { isAbsolute, relative } from 'node:path'
import { fail } from '../../base/errors.ts'
import type { EventBus } from '../../base/events.ts'
import type { Folder, FolderChange, FolderRemoval, NewFolder } from '../../shared/contract/folders.ts'
import type { FolderStore, StoredFolder } from '../../storage/library/folders.ts'
import type { WorkspaceStore } from '../../storage/library/workspaces.ts'
import type { DocumentService } from '../library/documents.ts'
import { findWorkspace } from '../library/find-workspace.ts'
import type { Following } from './following.ts'
import type { FolderKeeper } from './keeper.ts'

type Parts = {
  store: FolderStore
  workspaces: WorkspaceStore
  documents: DocumentService
  following: Following
  keeper: FolderKeeper
  events: EventBus
  dataDir: string
}

/** Folders of this computer whose files are documents of a workspace, kept in step. */
export const folderService = ({ store, workspaces, documents, following, keeper, events, dataDir }: Parts) => {
  /** @throws AppError `folder.unknown` (404) */
  const find = (id: string): StoredFolder =>
    store.find(id) ?? fail('folder.unknown', `There is no folder ${id}.`, { status: 404 })

  const shown = ({ error, ...folder }: StoredFolder): Folder => {
    const isScanning = keeper.isLooking(folder.id) || (folder.scannedAt === undefined && error === undefined)
    if (isScanning) return { ...folder, status: 'scanning' }
    return error === undefined ? { ...folder, status: 'in-step' } : { ...folder, status: 'failed', error }
  }

  const refuseOverlap = (workspaceId: string, path: string) => {
    const other = store.ofWorkspace(workspaceId).find((each) => contains(each.path, path) || contains(path, each.path))
    if (!other) return
    const how = other.path === path ? 'is in this workspace already' : `overlaps with ${other.path}, which is in it`
    fail('folder.known', `${path} ${how}. Remove that one first, or choose another folder.`, { status: 409 })
  }

  return {
    all(workspaceId: string): Folder[] {
      findWorkspace(workspaces, workspaceId)
      return store.ofWorkspace(workspaceId).map(shown)
    },

    /**
     * Takes a folder in, and looks at it at once.
     * @throws AppError `folder.invalid` (400), `folder.known` (409), `workspace.unknown` (404)
     */
    async add(workspaceId: string, { path: sent, mode, ignore }: NewFolder): Promise<Folder> {
      findWorkspace(workspaces, workspaceId)
      const path = await usable(sent)
      const data = await realpath(dataDir)
      if (contains(path, data) || contains(data, path)) {
        fail('folder.invalid', `path: AIOS keeps its own data in ${data}. Choose a folder beside it.`)
      }
      refuseOverlap(workspaceId, path)
      const folder = store.add({ workspaceId, path, mode, ignore })
      keeper.open(folder)
      return shown(folder)
    },

    /** What is ignored from now on goes, what no longer is comes. */
    change(id: string, { ignore }: FolderChange): Folder {
      find(id)
      store.setIgnore(id, ignore)
      keeper.look(id, { isAsked: true })
      return shown(find(id))
    },

    /** Looks at the folder now, and believes what it sees, even if all files are gone. */
    scan(id: string): Folder {
      const folder = find(id)
      keeper.open(folder)
      keeper.look(id, { isAsked: true })
      return shown(folder)
    },

    /** Forgets the folder; its documents go with it, or stay as if they had been uploaded. Its files stay as they are. */
    async remove(id: string, { documents: fate }: FolderRemoval): Promise<void> {
      const folder = find(id)
      await keeper.close(id)
      if (fate === 'keep') {
        await following.copyAll(folder)
        store.remove(id)
      } else {
        documents.removeAll(folder.workspaceId, store.documentIds(id), () => store.remove(id))
      }
      events.emit({ type: 'folder.changed', workspaceId: folder.workspaceId, id, status: 'removed' })
    },
  }
}
export type FolderService = ReturnType<typeof folderService>

/** Is `path` that folder, or in it? */
const contains = (folder: string, path: string) => {
  const way = relative(folder, path)
  return way === '' || !(/^\.\.(?:[\\/]|$)/.test(way) || isAbsolute(way))
}

/** The folder itself, where the path may lead through links. */
const usable = async (sent: string): Promise<string> => {
  if (!isAbsolute(sent) || sent.includes('\0')) {
    fail('folder.invalid', `path: give the whole path of a folder; ${sent.replaceAll('\0', '')} is none.`)
  }
  const path = await realpath(sent).catch((cause: unknown) =>
    fail('folder.invalid', `path: there is no folder ${sent}, or AIOS may not look at it.`, { cause }),
  )
  if (!(await stat(path)).isDirectory()) fail('folder.invalid', `path: ${sent} is a file. Add it as one.`)
  return path
}
