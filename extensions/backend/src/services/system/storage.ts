import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { StorageReport } from '../../shared/contract/storage.ts'
import { snapshotBudget, snapshots } from '../../storage/database/snapshots.ts'
import type { Library } from '../../storage/library/library.ts'

type Parts = { dataDir: string; library: Library }

const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0

/** How much of what stands where. */
export const storageService = ({ dataDir, library }: Parts) => ({
  report: async (): Promise<StorageReport> => ({
    dataDir,
    logDir: join(dataDir, 'logs'),
    database: sizeOf(join(dataDir, 'aios.db')) + sizeOf(join(dataDir, 'aios.db-wal')),
    originals: await library.originals.bytes(),
    snapshots: snapshots(dataDir).map(({ name, kind, size, madeAt, isSound }) => ({
      ...{ name, kind, size, createdAt: new Date(madeAt).toISOString() },
      ...(isSound !== undefined && { verified: isSound }),
    })),
    snapshotBudget: snapshotBudget(dataDir),
  }),
})
export type StorageService = ReturnType<typeof storageService>
