import { damagedOriginals } from '../../services/system/damaged-originals.ts'
import { databaseCare } from '../../services/system/database-care.ts'
import { diagnosticsService } from '../../services/system/diagnostics.ts'
import { linkService } from '../../services/system/links.ts'
import { logService } from '../../services/system/logs.ts'
import { originalCheckService } from '../../services/system/original-checks.ts'
import { neighbourWatch } from '../../services/system/other-instances.ts'
import { preferenceService } from '../../services/system/preferences.ts'
import { storageService } from '../../services/system/storage.ts'
import { diagnosticsStore } from '../../storage/database/counts.ts'
import { instanceStore } from '../../storage/database/instances.ts'
import type { Foundation } from '../foundation.ts'
import type { Models } from './models.ts'
import type { Reading } from './reading.ts'
import type { Threads } from './threads.ts'

/** What looks after the data, and tells how AIOS is. */
export const openSystem = (foundation: Foundation, parts: Threads & Models & Reading) => {
  const { condition, damage, dataDir, db, events, instance, log, restart, stores, token, version } = foundation
  const { intake, isReading, providers } = parts
  const damaged = damagedOriginals({ ...stores, condition, events, wake: intake.wake, log })
  const storage = storageService({ ...stores, dataDir })
  return {
    damaged,
    storage,
    originalChecks: originalCheckService({ ...stores, damaged, isReading, log }),
    care: databaseCare({
      ...{ dataDir, condition, damage, log, wasUnclean: instance.wasUnclean, restart, isReading },
      thread: parts.databaseCareThread,
    }),
    links: linkService(),
    preferences: preferenceService({ store: stores.preferences }),
    diagnostics: diagnosticsService({ store: diagnosticsStore(db), storage, providers, version }),
    logs: logService({ dataDir, secrets: [token] }),
    neighbours: neighbourWatch({ store: instanceStore(db), events, log }),
  }
}
export type System = ReturnType<typeof openSystem>
