import type { Logger } from '../base/log.ts'
import { folderArchives } from '../services/folders/archives.ts'
import { folderService } from '../services/folders/folders.ts'
import { following as openFollowing } from '../services/folders/following.ts'
import { folderKeeper } from '../services/folders/keeper.ts'
import { folderStep } from '../services/folders/step.ts'

type Parts = Parameters<typeof openFollowing>[0] & { dataDir: string; log: Logger }

/** All that keeps documents in step with folders: what follows one file, one look at a folder, and the watch over all. */
export const openFolders = (parts: Parts) => {
  const { folders: store, blobs, events, log } = parts
  const following = openFollowing(parts)
  const archives = folderArchives({ store, following, blobs })
  const step = folderStep({ store, following, archives, blobs, log })
  const keeper = folderKeeper({ store, step, events, log })
  return { keeper, folders: folderService({ ...parts, store, following, keeper }) }
}
