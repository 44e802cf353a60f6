import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { StorageReport } from '../contract/storage.ts'
import type { DocumentStore } from '../storage/documents.ts'
import { snapshots } from '../storage/snapshots.ts'

type Parts = { dataDir: string; documents: DocumentStore }

const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0

/** How much of what stands where. */
export const storageService = ({ dataDir, documents }: Parts) => ({
  report: (): StorageReport => ({
    dataDir,
    logDir: join(dataDir, 'logs'),
    database: sizeOf(join(dataDir, 'aios.db')) + sizeOf(join(dataDir, 'aios.db-wal')),
    originals: documents.originalBytes(),
    snapshots: snapshots(dataDir).flatMap(({ name, path }) => {
      const found = statSync(path, { throwIfNoEntry: false }) // another instance may have let go of it
      return found ? [{ name, size: found.size, createdAt: found.mtime.toISOString() }] : []
    }),
  }),
})
export type StorageService = ReturnType<typeof storageService>
