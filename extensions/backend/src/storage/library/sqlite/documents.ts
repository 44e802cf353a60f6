import { fail } from '../../../base/errors.ts'
import * as words from '../../../base/words/index.ts'
import type { Document } from '../../../shared/contract/documents.ts'
import { transaction } from '../../database/database.ts'
import type { LibraryDocuments } from '../port/documents.ts'
import { promised } from '../promised.ts'
import type { IndexCalls } from './index-calls.ts'
import type { SqliteStores } from './stores.ts'
import { findWorkspace } from './workspaces.ts'

export const sqliteDocuments = (stores: SqliteStores, index: IndexCalls): LibraryDocuments => {
  const { db, documents: store, workspaces, contents, blobs, copies, searched } = stores

  const find = (id: string): Document =>
    store.find(id) ?? fail('document.unknown', words.documents.unknown(id), { status: 404 })

  /** The document of that id, where it is this one: an import brings what a folder holds already. */
  const same = (id: string | undefined, { workspaceId, sha256 }: Pick<Document, 'workspaceId' | 'sha256'>) => {
    const there = id === undefined ? undefined : store.find(id)
    return there?.workspaceId === workspaceId && there.sha256 === sha256 ? there : undefined
  }

  return {
    ...promised(store, ['find', 'numbers', 'ofWorkspace', 'countReady']),
    get: async (id) => find(id),
    async *list(workspaceId, { limit = Number.POSITIVE_INFINITY, after } = {}) {
      findWorkspace(workspaces, workspaceId)
      const below = after === undefined ? undefined : store.numbers(find(after).id)?.number
      yield* store.slices(workspaceId, { limit, below })
    },
    searched: async (workspaceNumber) => searched(workspaceNumber),

    async add({ incoming, error, requestedId, retry = false, ...facts }) {
      const { sha256, size } = incoming
      const document = { ...facts, sha256, size }
      const insert = () => {
        findWorkspace(workspaces, facts.workspaceId)
        const twin = store.twin(document) ?? same(requestedId, document)
        if (!twin)
          return { document: store.add(document, { error, requestedId }), isNew: true, isQueued: error === undefined }
        if (!retry || error !== undefined || twin.status !== 'failed')
          return { document: twin, isNew: false, isQueued: false }
        store.requeue(twin.id)
        return { document: find(twin.id), isNew: false, isQueued: true }
      }
      if (error === undefined) return contents.keep(incoming, insert)
      blobs.discard(incoming)
      return transaction(db, insert)
    },

    requeue: async (id) =>
      transaction(db, () => {
        const found = store.find(id)
        if (!found || found.status === 'queued') return found
        store.requeue(id)
        return store.find(id)
      }),

    async hide(id) {
      const document = store.find(id)
      const numbers = store.numbers(id)
      if (!document || !numbers) return undefined
      store.markRemoved(id)
      return { id, ...numbers, workspaceId: document.workspaceId, sha256: document.sha256 }
    },
    hidden: async () => store.removed(),
    async forget({ id, number, workspaceNumber, sha256 }) {
      await index.remove({ documentId: id, documentNumber: number, workspaceNumber })
      store.purge(id)
      copies.remove(id)
      contents.removeUnheld([sha256])
      index.giveBack()
    },
  }
}
