import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { StorageReport } from '../../shared/contract/storage.ts'
import { snapshotBudget, snapshots } from '../../storage/database/snapshots.ts'
import type { DocumentStore } from '../../storage/library/documents.ts'

type Parts = { dataDir: string; documents: DocumentStore }

const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0

/** How much of what stands where. */
export const storageService = ({ dataDir, documents }: Parts) => ({
  report: (): StorageReport => ({
    dataDir,
    logDir: join(dataDir, 'logs'),
    database: sizeOf(join(dataDir, 'aios.db')) + sizeOf(join(dataDir, 'aios.db-wal')),
    originals: documents.originalBytes(),
    snapshots: snapshots(dataDir).map(({ name, kind, size, madeAt, isSound }) => ({
      ...{ name, kind, size, createdAt: new Date(madeAt).toISOString() },
      ...(isSound !== undefined && { verified: isSound }),
    })),
    snapshotBudget: snapshotBudget(dataDir),
  }),
})
export type StorageService = ReturnType<typeof storageService>
