import { openStores } from '../../extensions/backend/src/server/stores.ts'
import type { Database } from '../../extensions/backend/src/storage/database/database.ts'
import { directThreads } from './direct-threads.ts'

/** Stores of a data directory, beside those of an app that works on it or without one. */
export const storesOf = (db: Database, dataDir: string) =>
  openStores({ db, dataDir, afterCrash: false, threads: directThreads(db) })
