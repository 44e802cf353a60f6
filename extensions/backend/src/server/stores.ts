import { agentStore } from '../storage/agents.ts'
import { approvalStore } from '../storage/approvals.ts'
import { artifactStore } from '../storage/artifacts.ts'
import { blobStore } from '../storage/blobs.ts'
import { openCatalogue } from '../storage/catalogue.ts'
import { type Checksums, checksums } from '../storage/checksums.ts'
import { contentStore } from '../storage/contents.ts'
import { damageStore } from '../storage/damage.ts'
import type { Database } from '../storage/database.ts'
import { type DiskSpace, diskSpace } from '../storage/disk-space.ts'
import { documentStore } from '../storage/documents.ts'
import { folderStore } from '../storage/folders.ts'
import { grantStore } from '../storage/grants.ts'
import { holders } from '../storage/holders.ts'
import { journalStore } from '../storage/journal.ts'
import { onlyCatalogued } from '../storage/only-catalogued.ts'
import { preferenceStore } from '../storage/preferences.ts'
import { recoveredStore } from '../storage/recovered.ts'
import { searchedDocuments } from '../storage/searched-documents.ts'
import { stepContentStore } from '../storage/step-contents.ts'
import { taskSourceStore } from '../storage/task-sources.ts'
import { taskStore } from '../storage/tasks.ts'
import { trustIn } from '../storage/trust.ts'
import { unclaimedStore } from '../storage/unclaimed.ts'
import { workspaceStore } from '../storage/workspaces.ts'

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
