import type { Database } from '../storage/database/database.ts'
import { type DiskSpace, diskSpace } from '../storage/database/disk-space.ts'
import { documentStore } from '../storage/library/documents.ts'
import { folderStore } from '../storage/library/folders.ts'
import { searchedDocuments } from '../storage/library/searched-documents.ts'
import { workspaceStore } from '../storage/library/workspaces.ts'
import { blobStore } from '../storage/originals/blobs.ts'
import { openCatalogue } from '../storage/originals/catalogue.ts'
import { type Checksums, checksums } from '../storage/originals/checksums.ts'
import { contentStore } from '../storage/originals/contents.ts'
import { damageStore } from '../storage/originals/damage.ts'
import { holders } from '../storage/originals/holders.ts'
import { onlyCatalogued } from '../storage/originals/only-catalogued.ts'
import { recoveredStore } from '../storage/originals/recovered.ts'
import { trustIn } from '../storage/originals/trust.ts'
import { unclaimedStore } from '../storage/originals/unclaimed.ts'
import { agentStore } from '../storage/setup/agents.ts'
import { preferenceStore } from '../storage/setup/preferences.ts'
import { approvalStore } from '../storage/tasks/approvals.ts'
import { artifactStore } from '../storage/tasks/artifacts.ts'
import { journalStore } from '../storage/tasks/file-changes.ts'
import { grantStore } from '../storage/tasks/grants.ts'
import { stepContentStore } from '../storage/tasks/step-contents.ts'
import { taskSourceStore } from '../storage/tasks/task-sources.ts'
import { taskStore } from '../storage/tasks/tasks.ts'

type Parts = {
  db: Database
  dataDir: string
  afterCrash: boolean
  space?: DiskSpace
  sums?: Checksums
  guard?: () => void
}

/** What several services keep their data in. */
export const openStores = ({
  db,
  dataDir,
  afterCrash,
  space = diskSpace(dataDir),
  sums = checksums(),
  guard = () => {},
}: Parts) => {
  const blobs = blobStore(dataDir, { sums, checkRoom: () => space.check() })
  const damage = damageStore(db)
  const unclaimed = unclaimedStore(dataDir)
  const catalogue = openCatalogue(db, dataDir)
  const isHeld = holders(db)
  const only = onlyCatalogued({ db, file: catalogue.file, blobs, unclaimed, isHeld })
  const trust = trustIn({ db, dataDir, catalogue, blobs, only, isHeld })
  const documents = documentStore(db, { afterCrash })
  const tasks = taskStore(db, { afterCrash })
  const workspaces = workspaceStore(db)
  // Removals, claims, and how work ended are stored on a full disk, too.
  return {
    workspaces: spending(workspaces, ['markRemoved', 'purge'], { db, space }),
    documents: spending(documents, ['markRemoved', 'purge', 'seize', 'heartbeat', 'release', 'ready', 'failed'], {
      db,
      space,
    }),
    tasks: spending(tasks, ['heartbeat', 'end', 'leave', 'park', 'changeStep'], { db, space }),
    agents: agentStore(db),
    artifacts: artifactStore(db),
    approvals: approvalStore(db),
    grants: grantStore(db),
    contentsOfSteps: stepContentStore(db),
    searched: searchedDocuments(db),
    changes: journalStore(db),
    sources: taskSourceStore(db),
    preferences: preferenceStore(db),
    folders: folderStore(db),
    blobs,
    damage,
    unclaimed,
    catalogue,
    only,
    trust,
    recovered: recoveredStore(db),
    contents: contentStore({ db, blobs, damage, unclaimed, catalogue, only, trust, isHeld, guard }),
  }
}
/** A store some of whose methods may cost the reserve. Inside of a transaction it is for whoever began that to do so. */
const spending = <Store extends object, Name extends keyof Store>(
  store: Store,
  names: readonly Name[],
  { db, space }: { db: Database; space: DiskSpace },
): Store => {
  const wrapped = names.map((name) => {
    const method = store[name] as (...given: unknown[]) => unknown
    const spent = (...given: unknown[]) => {
      const work = () => method.apply(store, given)
      return db.isTransaction ? work() : space.spend(work)
    }
    return [name, spent]
  })
  return { ...store, ...Object.fromEntries(wrapped) }
}

export type Stores = ReturnType<typeof openStores>
