import { embeddingService } from '../../services/search/embeddings.ts'
import { findService } from '../../services/search/find.ts'
import { searchingByMeaning } from '../../services/search/search-by-meaning.ts'
import type { Foundation } from '../foundation.ts'
import type { Models } from './models.ts'
import type { Reading } from './reading.ts'
import type { Threads } from './threads.ts'

/** Search by words and by meaning, and the vectors that the latter needs. */
export const openSearch = (foundation: Foundation, parts: Threads & Models & Reading) => {
  const { events, log, room, stores } = foundation
  const { isReading, models, providers, searchThread } = parts
  const embeddings = embeddingService({
    ...{ ...stores, providers, models, room, events, log },
    isReading,
  })
  const searching = searchingByMeaning({ ...stores, embeddings, models, searching: searchThread, log })
  return { embeddings, searching, search: findService({ ...stores, searching }) }
}
export type Search = ReturnType<typeof openSearch>
