import { diskSpace } from '../storage/database/disk-space.ts'
import { spending } from '../storage/database/spending.ts'
import { type LibraryThreads, sqliteLibrary } from '../storage/library/sqlite/library.ts'
import { type SqliteParts, sqliteStores } from '../storage/library/sqlite/stores.ts'
import { agentStore } from '../storage/setup/agents.ts'
import { preferenceStore } from '../storage/setup/preferences.ts'
import { approvalStore } from '../storage/tasks/approvals.ts'
import { artifactStore } from '../storage/tasks/artifacts.ts'
import { journalStore } from '../storage/tasks/file-changes.ts'
import { grantStore } from '../storage/tasks/grants.ts'
import { stepContentStore } from '../storage/tasks/step-contents.ts'
import { taskFileStore } from '../storage/tasks/task-files.ts'
import { taskSourceStore } from '../storage/tasks/task-sources.ts'
import { taskStore } from '../storage/tasks/tasks.ts'

/** What several services keep their data in. */
export const openStores = ({
  db,
  dataDir,
  afterCrash,
  space = diskSpace(dataDir),
  threads,
  ...parts
}: SqliteParts & { threads: LibraryThreads }) => {
  const stores = sqliteStores({ db, dataDir, afterCrash, space, ...parts })
  const tasks = taskStore(db, { afterCrash })
  return {
    library: sqliteLibrary(stores, threads),
    // How work ended is stored on a full disk, too.
    tasks: spending(tasks, ['heartbeat', 'end', 'leave', 'park', 'changeStep'], { db, space }),
    agents: agentStore(db),
    artifacts: artifactStore(db),
    approvals: approvalStore(db),
    grants: grantStore(db),
    contentsOfSteps: stepContentStore(db),
    changes: journalStore(db),
    sources: taskSourceStore(db),
    preferences: preferenceStore(db),
    files: taskFileStore(stores),
  }
}
export type Stores = ReturnType<typeof openStores>
