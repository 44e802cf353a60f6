import { join } from 'node:path'
import { Readable } from 'node:stream'
import { onTestFinished } from 'vitest'
import { openStores } from '../../extensions/backend/src/server/stores.ts'
import { openDatabase } from '../../extensions/backend/src/storage/database/database.ts'
import type { Entry } from '../../extensions/backend/src/storage/originals/catalogue-entry.ts'
import { temporaryFolder } from '../support/folder.ts'

/** A data directory as a start of the server opens it, without what works on it. */
export const openStore = async (dataDir = temporaryFolder()) => {
  const db = await openDatabase(dataDir)
  onTestFinished(() => {
    if (db.isOpen) db.close()
  })
  const stores = openStores({ db, dataDir, afterCrash: false })
  await stores.trust.assess()
  const path = join(dataDir, 'blobs', 'catalogue.jsonl')
  const entries = async () => {
    const all: Entry[] = []
    for await (const lines of stores.catalogue.file.read()) all.push(...lines.flatMap(({ entry }) => entry ?? []))
    return all
  }
  /** Takes in a file, as an upload does. */
  const add = async (workspaceId: string, name: string, text = name) => {
    const incoming = await stores.blobs.receive(Readable.from([Buffer.from(text)]))
    return stores.contents.keep(incoming, ({ sha256, size }) =>
      stores.documents.add({ workspaceId, name, folder: 'Fees', mediaType: 'text/plain', size, sha256 }),
    )
  }
  return { dataDir, db, ...stores, path, entries, add }
}
