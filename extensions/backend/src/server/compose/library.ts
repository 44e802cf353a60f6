import { exportService } from '../../services/exchange/exports.ts'
import { importService } from '../../services/exchange/imports.ts'
import { folderArchives } from '../../services/folders/archives.ts'
import { folderService } from '../../services/folders/folders.ts'
import { following as openFollowing } from '../../services/folders/following.ts'
import { folderKeeper } from '../../services/folders/keeper.ts'
import { folderStep } from '../../services/folders/step.ts'
import { openingService } from '../../services/library/open-original.ts'
import { workspaceService } from '../../services/library/workspaces.ts'
import { recoveryService } from '../../services/system/recovery.ts'
import { unclaimedService } from '../../services/system/unclaimed.ts'
import type { Foundation } from '../foundation.ts'
import type { Reading } from './reading.ts'
import type { Tasks } from './tasks.ts'
import type { Threads } from './threads.ts'

/** Workspaces, the folders that they follow, and how they leave, come in and come back. */
export const openLibrary = (foundation: Foundation, parts: Threads & Reading & Tasks) => {
  const { condition, ending, events, room, stores, version } = foundation
  const { documents, intake, tasks } = parts
  const workspaces = workspaceService({ ...stores, documents, tasks, room, events })
  const { folders, keeper } = openFolders(foundation, parts)
  return {
    workspaces,
    folders,
    keeper,
    recovery: recoveryService({ ...stores, keeper, intake, condition, events, signal: ending.signal }),
    unclaimed: unclaimedService({ ...stores, documents }),
    exports: exportService({ ...stores, workspaces, tasks, version }),
    imports: importService({ ...stores, workspaces, documents }),
    opening: openingService(stores),
  }
}
export type Library = ReturnType<typeof openLibrary>

/** All that keeps documents in step with folders: what follows one file, one look at a folder, and the watch over all. */
const openFolders = ({ dataDir, events, log, stores }: Foundation, { documents, intake }: Reading) => {
  const { library } = stores
  const shared = { library, dataDir, documents, intake, events }
  const following = openFollowing(shared)
  const archives = folderArchives({ library, following })
  const step = folderStep({ library, following, archives, log })
  const keeper = folderKeeper({ library, step, events, log })
  return { keeper, folders: folderService({ ...shared, following, keeper }) }
}
