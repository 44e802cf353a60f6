import type { Logger } from '../../../base/log.ts'
import type { Database } from '../../database/database.ts'
import { type DiskSpace, diskSpace } from '../../database/disk-space.ts'
import { spending } from '../../database/spending.ts'
import { embeddingStore } from '../../index/embeddings.ts'
import { blobStore } from '../../originals/blobs.ts'
import { openCatalogue } from '../../originals/catalogue.ts'
import { checksums } from '../../originals/checksums.ts'
import { contentStore } from '../../originals/contents.ts'
import { damageStore } from '../../originals/damage.ts'
import { holders } from '../../originals/holders.ts'
import { onlyCatalogued } from '../../originals/only-catalogued.ts'
import { openedCopies } from '../../originals/opened-copies.ts'
import { originalCheckStore } from '../../originals/original-checks.ts'
import { originalFiles } from '../../originals/original-files.ts'
import { recoveredStore } from '../../originals/recovered.ts'
import { trustIn } from '../../originals/trust.ts'
import { unclaimedStore } from '../../originals/unclaimed.ts'
import { documentStore } from '../documents.ts'
import { folderStore } from '../folders.ts'
import { searchedDocuments } from '../searched-documents.ts'
import { workspaceStore } from '../workspaces.ts'

export type SqliteParts = {
  db: Database
  dataDir: string
  /** The server before this one crashed. */
  afterCrash: boolean
  space?: DiskSpace
  /** SHA-256 of a file, in a thread where that takes long. */
  hash?: ((path: string) => Promise<string | undefined>) | undefined
  /** Throws where nothing may be stored just now. */
  guard?: () => void
  log?: Logger | undefined
}

/** What a library on this computer is kept in: tables of the database, and the originals beside it. */
export const sqliteStores = ({ db, dataDir, afterCrash, hash, log, ...parts }: SqliteParts) => {
  const { space = diskSpace(dataDir), guard = () => {} } = parts
  const sums = checksums({ ...(hash && { hash }) })
  const blobs = blobStore(dataDir, { sums, checkRoom: () => space.check() })
  const damage = damageStore(db)
  const unclaimed = unclaimedStore(dataDir)
  const catalogue = openCatalogue(db, dataDir)
  const isHeld = holders(db)
  const only = onlyCatalogued({ db, file: catalogue.file, blobs, unclaimed, isHeld })
  const trust = trustIn({ db, dataDir, catalogue, blobs, only, isHeld })
  const contents = contentStore({ db, blobs, damage, unclaimed, catalogue, only, trust, isHeld, guard })
  const folders = folderStore(db)
  const documents = documentStore(db, { afterCrash })
  const copies = openedCopies({ dataDir, sums, log, isThere: (id) => documents.find(id) !== undefined })
  // Removals, claims, and how reading ended are stored on a full disk, too.
  const reserve = { db, space }
  const costly = ['markRemoved', 'purge', 'seize', 'heartbeat', 'release', 'ready', 'failed'] as const
  return {
    ...{ db, space, blobs, damage, unclaimed, catalogue, only, trust, contents, folders, copies },
    workspaces: spending(workspaceStore(db), ['markRemoved', 'purge'], reserve),
    documents: spending(documents, costly, reserve),
    searched: searchedDocuments(db),
    recovered: recoveredStore(db),
    checks: originalCheckStore(db),
    embeddings: embeddingStore(db),
    originals: originalFiles({ blobs, contents, folders, damage, copies, sums }),
  }
}
export type SqliteStores = ReturnType<typeof sqliteStores>
