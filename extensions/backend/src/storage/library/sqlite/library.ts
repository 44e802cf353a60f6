import type { Library } from '../library.ts'
import type { LibrarySearch } from '../port/search.ts'
import type { VectorCalls } from '../port/vectors.ts'
import { promised } from '../promised.ts'
import { sqliteDocuments } from './documents.ts'
import { sqliteFolders } from './folders.ts'
import type { IndexCalls } from './index-calls.ts'
import { sqliteOriginals, sqliteUnclaimed } from './originals.ts'
import { sqliteRecovery } from './recovery.ts'
import type { SqliteStores } from './stores.ts'
import { sqliteUpkeep } from './upkeep.ts'
import { sqliteWorkspaces } from './workspaces.ts'

/** What goes through passages and vectors, off the thread of whoever calls. */
export type LibraryThreads = { index: IndexCalls; search: LibrarySearch; vectors: VectorCalls }

/** A library in the database of this computer. Its transactions are over before its promises are made. */
export const sqliteLibrary = (stores: SqliteStores, { index, search, vectors }: LibraryThreads): Library => {
  const { documents, checks, embeddings } = stores
  return {
    workspaces: sqliteWorkspaces(stores, index),
    documents: sqliteDocuments(stores, index),
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
    claims: {
      ...promised(documents, [
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
      async clear({ document: { id: documentId }, number: documentNumber, workspaceNumber, lease }) {
        await index.remove({ documentId, documentNumber, workspaceNumber, lease })
        index.giveBack()
      },
    },
    folders: sqliteFolders(stores),
    originals: sqliteOriginals(stores),
    unclaimed: sqliteUnclaimed(stores),
    checks: {
      ...promised(checks, ['progress', 'begin', 'claim', 'heartbeat', 'advance', 'finish', 'release']),
      async *contents(after) {
        yield* checks.contents(after)
      },
    },
    search,
    vectors: {
      ...promised(embeddings, [
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
      get load() {
        return vectors.load
      },
      texts: (request) => vectors.texts(request),
      store: (request) => vectors.store(request),
      removeBut: (set) => vectors.removeBut(set),
      scan: (...given) => vectors.scan(...given),
      like: (...given) => vectors.like(...given),
    },
    recovery: sqliteRecovery(stores),
    upkeep: sqliteUpkeep(stores),
  }
}
