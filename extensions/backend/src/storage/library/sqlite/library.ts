import type { Library } from '../library.ts'
import { promised } from '../promised.ts'
import { sqliteDocuments } from './documents.ts'
import { sqliteFolders } from './folders.ts'
import { sqliteOriginals, sqliteUnclaimed } from './originals.ts'
import { sqliteRecovery } from './recovery.ts'
import type { SqliteStores } from './stores.ts'
import { sqliteUpkeep } from './upkeep.ts'
import { sqliteWorkspaces } from './workspaces.ts'

/** A library in the database of this computer. Its transactions are over before its promises are made. */
export const sqliteLibrary = (stores: SqliteStores): Library => {
  const { documents, checks, embeddings } = stores
  return {
    workspaces: sqliteWorkspaces(stores),
    documents: sqliteDocuments(stores),
    pages: promised(documents, [
      'page',
      'passages',
      'passage',
      'ofPassage',
      'doubles',
      'extractor',
      'setWarnings',
      'receipt',
    ]),
    claims: promised(documents, [
      'seize',
      'open',
      'claim',
      'heartbeat',
      'progressed',
      'release',
      'ready',
      'restoreReading',
      'failed',
      'unfinished',
    ]),
    folders: sqliteFolders(stores),
    originals: sqliteOriginals(stores),
    unclaimed: sqliteUnclaimed(stores),
    checks: {
      ...promised(checks, ['progress', 'begin', 'claim', 'heartbeat', 'advance', 'finish', 'release']),
      async *contents(after) {
        yield* checks.contents(after)
      },
    },
    vectors: promised(embeddings, [
      'set',
      'setOf',
      'begin',
      'end',
      'hasVectors',
      'measured',
      'claim',
      'heartbeat',
      'release',
      'progress',
    ]),
    recovery: sqliteRecovery(stores),
    upkeep: sqliteUpkeep(stores),
  }
}
