import type { Database } from '../../extensions/backend/src/storage/database/database.ts'
import { dropIndex, emptyDetached } from '../../extensions/backend/src/storage/index/passage-index.ts'
import { passageWriter } from '../../extensions/backend/src/storage/index/passages.ts'
import { vectorStore } from '../../extensions/backend/src/storage/index/vectors.ts'
import type { LibraryThreads } from '../../extensions/backend/src/storage/library/sqlite/library.ts'
import { retrieval } from '../../extensions/backend/src/workers/search/retrieval.ts'

/** What threads do for a library, done at once on one connection. */
export const directThreads = (db: Database): LibraryThreads => {
  const passages = passageWriter(db)
  const vectors = vectorStore(db)
  const found = retrieval(db)
  return {
    index: {
      async remove({ documentId: id, documentNumber: number, workspaceNumber, lease }) {
        while (passages.removeSome({ id, number, workspaceNumber }, lease));
      },
      async dropWorkspace(workspaceNumber) {
        dropIndex(db, workspaceNumber)
        const some = passages.removerOf(workspaceNumber)
        while (some() || emptyDetached(db));
      },
      giveBack: () => undefined,
    },
    search: {
      search: async (request) => found.search(request),
      recall: async (request) => found.recall(request),
      similar: async (request) => found.similar(request),
    },
    vectors: {
      load: 0,
      texts: async ({ documents, limit }) => vectors.texts(documents, limit),
      store: async ({ set, lease, parts }) => vectors.store(set, lease, parts),
      async removeBut(set) {
        while (vectors.removeSomeBut(set));
      },
      scan: async (request) => vectors.scan(request),
      like: async (request) => vectors.like(request),
    },
  }
}
