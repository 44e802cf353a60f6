import { statfsSync } from 'node:fs'
import { arch, homedir, release, type } from 'node:os'
import { isLoopback } from '../../models/presets.ts'
import { isPacked } from '../../runtime.ts'
import type { Diagnostics } from '../../shared/contract/diagnostics.ts'
import type { DiagnosticsStore } from '../../storage/database/counts.ts'
import type { ProviderService } from '../models/providers.ts'
import type { StorageService } from './storage.ts'

type Parts = {
  store: DiagnosticsStore
  storage: StorageService
  providers: ProviderService
  version: string
  /** For tests. */
  home?: string
}

/** What somebody who looks for a fault asks first, fit to be passed on: numbers and kinds, nothing that anybody wrote. */
export const diagnosticsService = ({ store, storage, providers, version, home = homedir() }: Parts) => ({
  async report(): Promise<Diagnostics> {
    const { sqlite, schema } = store.versions()
    const { dataDir, database, originals, snapshots } = await storage.report()
    const { bavail, bsize } = statfsSync(dataDir)
    return {
      version,
      system: `${type()} ${release()} ${arch()}`,
      node: process.versions.node,
      sqlite,
      packed: isPacked,
      uptime: Math.round(process.uptime()),
      memory: process.memoryUsage.rss(),
      freeDisk: bavail * bsize,
      dataDir: dataDir.startsWith(home) ? `~${dataDir.slice(home.length)}` : dataDir,
      storage: { database, originals, snapshots: snapshots.length, schema },
      ...store.counts(),
      providers: providers.all().map(({ preset, baseUrl, keyStore, models, defaultModel, embeddingModel }) => ({
        preset,
        local: isLoopback(new URL(baseUrl).hostname),
        ...(keyStore && { keyStore }),
        models: models.length,
        hasDefault: defaultModel !== undefined,
        hasEmbeddings: embeddingModel !== undefined,
      })),
    }
  },
})
