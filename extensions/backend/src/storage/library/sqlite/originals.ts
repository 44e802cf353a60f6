import { createReadStream, statSync } from 'node:fs'
import { waiting } from '../../originals/contents.ts'
import type { LibraryOriginals, LibraryUnclaimed } from '../port/originals.ts'
import { promised } from '../promised.ts'
import type { SqliteStores } from './stores.ts'

export const sqliteOriginals = (stores: SqliteStores): LibraryOriginals => {
  const { blobs, contents, originals, copies, damage, documents, catalogue } = stores
  return {
    ...promised(blobs, ['receive', 'measure', 'nothing', 'discard']),
    ...promised(originals, ['open', 'check', 'examine', 'inPlace']),
    async takeOver(document) {
      const incoming = await blobs.receive(createReadStream(await originals.open(document)))
      contents.keep(incoming, () => undefined)
    },
    copy: async (document, name) => copies.of(document, name, await originals.open(document)),
    clearCopies: async () => copies.clear(),
    async pin(workspaceId) {
      const unpin = contents.pin(contents.ofWorkspace(workspaceId))
      return async () => unpin()
    },
    ...promised(contents, ['removeUnheld']),
    settled: () => catalogue.sync(),
    bytes: async () => documents.originalBytes(),
    size: async (sha256) => statSync(blobs.pathOf(sha256), { throwIfNoEntry: false })?.size ?? 0,

    damaged: async () => damage.documents(),
    ...promised(damage, ['workspacesOf']),
    replaced: async () => blobs.damaged(),
    whenDamaged: damage.listen,
  }
}

export const sqliteUnclaimed = ({ unclaimed: store, blobs }: SqliteStores): LibraryUnclaimed => ({
  ...promised(store, ['hashes', 'remove']),
  async find(sha256) {
    const file = store.find(sha256)
    if (!file) return undefined
    const until = new Date(Date.parse(file.since) + waiting).toISOString()
    return { ...file, until, path: store.pathOf(sha256) }
  },
  borrow: (sha256) => blobs.borrow(store.pathOf(sha256)),
})
