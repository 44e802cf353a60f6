import { randomUUID } from 'node:crypto'
import { type Database, transaction } from '../database/database.ts'
import type { BlobStore } from './blobs.ts'
import type { Catalogue, CatalogueState } from './catalogue.ts'
import { contentsOf, type Entry } from './catalogue-entry.ts'
import { type DoubtReason, isFresh, markDoubt, readDoubt } from './doubt.ts'
import type { OnlyCatalogued, OnlyCataloguedStore } from './only-catalogued.ts'

type Parts = {
  db: Database
  dataDir: string
  catalogue: Catalogue
  blobs: BlobStore
  only: OnlyCataloguedStore
  isHeld: (sha256: string) => boolean
}

/**
 * Whether the database is the one that the originals beside it belong to, and knows all of them. Nothing is swept by one
 * that is in doubt, for a day at least and until somebody said what is to become of what only the catalogue knows.
 */
export const trustIn = ({ db, dataDir, catalogue, blobs, only, isHeld }: Parts) => {
  const { file } = catalogue
  /** Contents that only the catalogue knows; undefined until it was looked at. */
  let claimed: OnlyCatalogued['contents'] | undefined
  let isAssessed = false

  const contradicts = (entry: Entry): boolean => {
    if ('isRemoved' in entry) return catalogue.isPresent(entry.kind, entry.id)
    return !only.isKnown(entry) || (entry.kind === 'document' && !contentsOf(entry).every(isHeld))
  }

  /**
   * Does the catalogue tell, from a position on, of what this database does not know? What a crash kept from being
   * committed after it was written there counts for nothing.
   */
  const isBehind = async (from: number): Promise<boolean> => {
    const last = new Map<string, { entry: Entry; end: number }>()
    let committed = 0
    for await (const lines of file.read(from)) {
      for (const { entry, end, committed: to = 0 } of lines) {
        committed = Math.max(committed, to)
        if (entry) last.set(`${entry.kind} ${entry.id}`, { entry, end })
      }
    }
    return [...last.values()].some(({ entry, end }) => end <= committed && contradicts(entry))
  }

  const reasonOf = async (
    { id, writing, position, isUpgraded }: CatalogueState,
    found: ReturnType<typeof file.look>,
  ): Promise<DoubtReason | undefined> => {
    const header = found?.header
    if (found && header && header.id === id) {
      const isSame = header.writing === writing
      if (isSame && found.size < position) return 'uncatalogued'
      return (await isBehind(isSame ? position : 0)) ? 'older' : undefined
    }
    const knowsMore = await isBehind(0)
    if (!knowsMore && !(await blobs.areThere())) return undefined
    if (id === null && isUpgraded) return knowsMore ? 'older' : 'uncatalogued'
    if (id === null) return 'new'
    return header ? 'foreign' : 'uncatalogued'
  }

  /** Goes on with the catalogue that is there; one that another database wrote is told of all that this one has. */
  const goOn = ({ id, position }: CatalogueState, found: ReturnType<typeof file.look>, reason?: DoubtReason) => {
    const header = found?.header
    if (!found || !header) catalogue.begin(id ?? randomUUID())
    else if (reason || header.id !== id) catalogue.adopt(header, found.size)
    else if (found.size !== position) catalogue.reach(header, found.size)
  }

  const isInDoubt = () => !isAssessed || isFresh(readDoubt(dataDir)) || catalogue.state().isOpen !== 0

  return {
    /** Holds the database against what lies beside it; before anything is removed, and once. */
    async assess(): Promise<void> {
      const state = catalogue.state()
      const found = file.look()
      const reason = await reasonOf(state, found)
      if (reason) markDoubt(dataDir, reason)
      const doubt = readDoubt(dataDir)
      const isNews = doubt !== undefined && doubt.since !== state.doubt
      const lost = isNews || state.isOpen !== 0 || isFresh(doubt) ? await only.find() : undefined
      transaction(db, () => {
        const now = catalogue.state()
        const isFirst = now.id === state.id && now.writing === state.writing && now.position === state.position
        if (isFirst) goOn(state, found, reason) // else another instance did
        if (!isNews) return
        catalogue.setDoubt(doubt.since)
        const isLost = lost !== undefined && lost.documents.length + lost.unnamed > 0
        if (doubt.reason !== 'uncatalogued' && isLost) catalogue.setOpen(true)
      })
      claimed = lost?.contents
      isAssessed = true
    },
    isAssessed: () => isAssessed,
    /** May the database say what is to be removed? */
    isCertain: () => !isInDoubt(),
    /** May these bytes, which nothing in the database needs, be removed for good? */
    mayRemove: (sha256: string) => !isInDoubt() || (claimed !== undefined && !claimed.has(sha256)),
    doubt: () => readDoubt(dataDir),
  }
}
export type Trust = ReturnType<typeof trustIn>
