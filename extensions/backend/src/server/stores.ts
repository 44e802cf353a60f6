import { agentStore } from '../storage/agents.ts'
import { approvalStore } from '../storage/approvals.ts'
import { artifactStore } from '../storage/artifacts.ts'
import { blobStore } from '../storage/blobs.ts'
import { openCatalogue } from '../storage/catalogue.ts'
import { type Checksums, checksums } from '../storage/checksums.ts'
import { contentStore } from '../storage/contents.ts'
import { damageStore } from '../storage/damage.ts'
import type { Database } from '../storage/database.ts'
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

type Parts = { db: Database; dataDir: string; afterCrash: boolean; sums?: Checksums; guard?: () => void }

/** What several services keep their data in. */
export const openStores = ({ db, dataDir, afterCrash, sums = checksums(), guard = () => {} }: Parts) => {
  const blobs = blobStore(dataDir, { sums })
  const damage = damageStore(db)
  const unclaimed = unclaimedStore(dataDir)
  const catalogue = openCatalogue(db, dataDir)
  const isHeld = holders(db)
  const only = onlyCatalogued({ db, file: catalogue.file, blobs, unclaimed, isHeld })
  const trust = trustIn({ db, dataDir, catalogue, blobs, only, isHeld })
  return {
    workspaces: workspaceStore(db),
    documents: documentStore(db, { afterCrash }),
    tasks: taskStore(db, { afterCrash }),
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
export type Stores = ReturnType<typeof openStores>
