import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readableHash } from '../../base/disk-file.ts'
import type { Logger } from '../../base/log.ts'
import { sqliteStores } from '../library/sqlite/stores.ts'
import { blobNames, blobPlace } from '../originals/blob-list.ts'
import { contentHolders, type Holder } from '../originals/content-holders.ts'
import type { Fault } from '../originals/damage.ts'
import { originalCheckStore } from '../originals/original-checks.ts'
import { connect, type Database, isCurrent } from './database.ts'
import { kindOf } from './quick-check.ts'
import { faultsOfDatabase } from './soundness.ts'

export type FaultyOriginal = { sha256: string; fault: Fault; path: string; holders: Holder[] }

/** What was found in a data folder. */
export type DataReport = {
  dataDir: string
  database: {
    /** `other`: written by another version of AIOS, so that nothing more is known of it. `foreign`: by another program. */
    status: 'sound' | 'damaged' | 'missing' | 'other' | 'foreign'
    faults: string[]
  }
  originals: {
    checked: number
    bytes: number
    repaired: FaultyOriginal[]
    faulty: FaultyOriginal[]
    /** Files of which the database knows nothing. */
    unknown: number
  }
}

type Options = {
  dataDir: string
  /** Looks for originals elsewhere on this computer, and puts them in their places; nothing is written otherwise. */
  isMending?: boolean
  log?: Logger
  onProgress?: (checked: number) => void
}

/** Checks a data folder, beside a running server or without one: the database, and every original against its hash. */
export const checkData = async (options: Options): Promise<DataReport> => {
  const { dataDir, isMending = false, log, onProgress = () => {} } = options
  const database = statusOf(dataDir)
  const originals: DataReport['originals'] = { checked: 0, bytes: 0, repaired: [], faulty: [], unknown: 0 }

  const note = (sha256: string, fault: Fault, holders: Holder[]): FaultyOriginal => {
    const { path } = blobPlace(dataDir, sha256)
    return { sha256, fault, path, holders }
  }
  const count = (sha256: string) => {
    originals.checked += 1
    originals.bytes += blobPlace(dataDir, sha256).size ?? 0
    onProgress(originals.checked)
  }
  const faultOf = async (sha256: string): Promise<Fault | undefined> => {
    const found = await readableHash(blobPlace(dataDir, sha256).path)
    if (found === sha256) return undefined
    return found === undefined ? 'missing' : 'damaged'
  }

  if (database.status !== 'sound') {
    // Nobody says what should be there; what is there says by its name what it should be.
    for (const sha256 of blobNames(dataDir)) {
      const fault = await faultOf(sha256)
      if (fault) originals.faulty.push(note(sha256, fault, []))
      count(sha256)
    }
    return { dataDir, database, originals }
  }

  const db = connect(dataDir, isMending ? 'writer' : 'reader')
  try {
    const mend = isMending ? mending(db, dataDir, log) : undefined
    const holdersOf = contentHolders(db)
    const unknown = new Set(blobNames(dataDir))
    for (const sha256 of originalCheckStore(db).contents()) {
      unknown.delete(sha256)
      const fault = await faultOf(sha256)
      const isMended = fault !== undefined && (await mend?.(sha256))
      if (fault) originals[isMended ? 'repaired' : 'faulty'].push(note(sha256, fault, holdersOf(sha256)))
      count(sha256)
    }
    originals.unknown = unknown.size
  } finally {
    db.close()
  }
  return { dataDir, database, originals }
}

const mending = (db: Database, dataDir: string, log?: Logger) => {
  const { originals } = sqliteStores({ db, dataDir, afterCrash: false, log })
  return async (sha256: string) => (await originals.examine(sha256, { isFresh: true })) === 'whole'
}

const statusOf = (dataDir: string): DataReport['database'] => {
  const path = join(dataDir, 'aios.db')
  if (!existsSync(path)) return { status: 'missing', faults: [] }
  const faults = faultsOfDatabase(path, { isThorough: true })
  if (faults.length > 0) return { status: 'damaged', faults }
  const db = connect(dataDir, 'reader')
  try {
    if (kindOf(db) === 'foreign') return { status: 'foreign', faults }
    return { status: isCurrent(db) ? 'sound' : 'other', faults }
  } finally {
    db.close()
  }
}
