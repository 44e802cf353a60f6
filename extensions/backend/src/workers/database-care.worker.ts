import { basename, join } from 'node:path'
import { workerData } from 'node:worker_threads'
import { diskFull, isFull } from '../base/store-failures.ts'
import { serve } from '../base/thread-calls.ts'
import type { SnapshotKind } from '../shared/contract/storage.ts'
import { connect } from '../storage/database/database.ts'
import { mendAlone } from '../storage/database/mend.ts'
import type { Mending } from '../storage/database/mending.ts'
import { quickCheck } from '../storage/database/quick-check.ts'
import { checkSnapshot, findSnapshot } from '../storage/database/restore.ts'
import { snapshot, UnsoundCopy } from '../storage/database/snapshots.ts'

const { dataDir } = workerData as { dataDir: string }

/** The name of the copy that was made, or why it was not kept. */
type Copied = { name: string } | { faults: readonly string[] }

const copy = async (kind: SnapshotKind): Promise<Copied> => {
  const db = connect(dataDir, 'reader')
  try {
    return { name: basename(await snapshot(db, dataDir, { kind, check: quickCheck })) }
  } catch (error) {
    if (error instanceof UnsoundCopy) return { faults: error.faults }
    throw isFull(error) ? diskFull(error) : error
  } finally {
    db.close()
  }
}

/** Milliseconds between two times that progress is told. */
const pause = 200

const mend = async (mending: Mending, progress: (done: number) => void): Promise<void> => {
  let told = 0
  const onProgress = (done: number) => {
    if (performance.now() - told < pause) return
    told = performance.now()
    progress(done)
  }
  await mendAlone(dataDir, mending, { onProgress })
}

const served = {
  /** What is wrong with the database. */
  check: (): string[] => quickCheck(join(dataDir, 'aios.db')),
  copy,
  /** Is this copy sound, and one that can be gone back to? */
  checkCopy: (name: string): boolean => checkSnapshot(dataDir, findSnapshot(dataDir, name)),
  mend,
}
export type DatabaseCareCalls = typeof served
serve(served)
