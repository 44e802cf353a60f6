import { embeddingService } from '../../services/search/embeddings.ts'
import { findService } from '../../services/search/find.ts'
import { searchingByMeaning } from '../../services/search/search-by-meaning.ts'
import { embeddingStore } from '../../storage/index/embeddings.ts'
import type { Foundation } from '../foundation.ts'
import type { Models } from './models.ts'
import type { Reading } from './reading.ts'
import type { Threads } from './threads.ts'

/** Search by words and by meaning, and the vectors that the latter needs. */
export const openSearch = (foundation: Foundation, parts: Threads & Models & Reading) => {
  const { db, events, log, room, stores } = foundation
  const { isReading, models, providers, searchThread, vectors } = parts
  const embeddings = embeddingService({
    ...{ store: embeddingStore(db), preferences: stores.preferences, providers, models, vectors, room, events, log },
    isReading,
  })
  const searching = searchingByMeaning({ embeddings, models, vectors, searching: searchThread, log })
  return { embeddings, searching, search: findService({ ...stores, searching }) }
}
export type Search = ReturnType<typeof openSearch>
