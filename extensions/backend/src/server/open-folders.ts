import type { Logger } from '../base/log.ts'
import { folderArchives } from '../services/folders/archives.ts'
import { folderService } from '../services/folders/folders.ts'
import { following as openFollowing } from '../services/folders/following.ts'
import { folderKeeper } from '../services/folders/keeper.ts'
import { folderStep } from '../services/folders/step.ts'

type Parts = Parameters<typeof openFollowing>[0] & { dataDir: string; log: Logger }

/** All that keeps documents in step with folders: what follows one file, one look at a folder, and the watch over all. */
export const openFolders = (parts: Parts) => {
  const { library, events, log } = parts
  const following = openFollowing(parts)
  const archives = folderArchives({ library, following })
  const step = folderStep({ library, following, archives, log })
  const keeper = folderKeeper({ library, step, events, log })
  return { keeper, folders: folderService({ ...parts, following, keeper }) }
}
