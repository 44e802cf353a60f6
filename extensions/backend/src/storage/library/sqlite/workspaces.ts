import { setTimeout as delay } from 'node:timers/promises'
import { fail } from '../../../base/errors.ts'
import * as words from '../../../base/words/index.ts'
import { transaction } from '../../database/database.ts'
import type { LibraryWorkspaces } from '../port/workspaces.ts'
import { promised } from '../promised.ts'
import type { StoredWorkspace, WorkspaceStore } from '../workspaces.ts'
import type { IndexCalls } from './index-calls.ts'
import type { SqliteStores } from './stores.ts'

/** Milliseconds between two steps of a removal, in which others get their turn. */
const breath = 2

/** @throws AppError `workspace.unknown` (404) */
export const findWorkspace = (store: WorkspaceStore, id: string): StoredWorkspace =>
  store.find(id) ?? fail('workspace.unknown', words.workspaces.unknown(id), { status: 404 })

export const sqliteWorkspaces = (stores: SqliteStores, index: IndexCalls): LibraryWorkspaces => {
  const { db, workspaces: store, contents, copies } = stores
  const find = (id: string) => findWorkspace(store, id)
  return {
    ...promised(store, ['find', 'all', 'add']),
    get: async (id) => find(id),
    change: async (id) => {
      find(id)
      return store.change(id)
    },
    addOrGet: async ({ id, name }) =>
      transaction(db, () => {
        const there = store.find(id)
        if (there) return { workspace: there.workspace, isNew: false }
        return { workspace: store.add(name, store.isFree(id) ? id : undefined).workspace, isNew: true }
      }),
    rename: async (id, name) =>
      transaction(db, () => {
        find(id)
        store.rename(id, name)
        return find(id).workspace
      }),
    async hide(id) {
      const { number } = find(id)
      store.markRemoved(id)
      return { id, number }
    },
    hidden: async () => store.removed(),
    async forget({ id, number }) {
      await index.dropWorkspace(number)
      const held = new Set(contents.ofWorkspace(id))
      for (let gone = store.purgeSome(id); gone; gone = store.purgeSome(id)) {
        await contents.removeManyUnheld(gone)
        for (const sha256 of gone) held.delete(sha256)
        await delay(breath)
      }
      store.purge(id)
      await contents.removeManyUnheld([...held])
      copies.clear()
      index.giveBack()
    },
  }
}
