import { randomUUID } from 'node:crypto'
import { type Database, transaction } from '../database/database.ts'
import { type Appended, catalogueFile, type Header } from './catalogue-file.ts'
import { catalogueRows } from './catalogue-rows.ts'

/** What the database remembers of the catalogue beside the originals. */
export type CatalogueState = {
  id: string | null
  writing: string | null
  position: number
  isUpgraded: number
  doubt: string | null
  isOpen: number
}

/** Entries that are written in one transaction at most. */
const slice = 500

/**
 * The catalogue beside the originals, from which a lost database can be made again. Triggers note what it has to be told.
 * Additions are written there before they are committed, and reach the disk before they are acknowledged; the rest follows
 * soon after.
 */
export const openCatalogue = (db: Database, dataDir: string) => {
  const file = catalogueFile(dataDir)
  const rows = catalogueRows(db)
  const read = db.prepare(`
    SELECT id, writing, position, is_upgraded AS isUpgraded, doubt, is_open AS isOpen FROM catalogue`)
  const reached = db.prepare('UPDATE catalogue SET id = ?, writing = ?, position = ?')
  const open = db.prepare('UPDATE catalogue SET is_open = ?')
  const doubted = db.prepare('UPDATE catalogue SET doubt = ?')
  let appended: Appended | undefined
  let isSynced = true
  let syncing: Promise<void> | undefined

  const state = () => read.get() as CatalogueState

  /** A catalogue with nothing but the lines that can be read of one that was damaged; it is told of all that there is. */
  const begin = (id: string): Header => {
    const header = { id, writing: randomUUID() }
    reached.run(id, header.writing, file.write(header))
    rows.tellAll()
    return header
  }

  /** Inside a transaction: writes what is pending. */
  const write = (): void => {
    const { id } = state()
    if (id === null || !rows.hasPending()) return // one that was not yet held against the catalogue tells it later
    const header = file.look()?.header ?? begin(id)
    const entries = rows.take(slice)
    const now = file.append(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
    appended = { start: appended?.start ?? now.start, end: now.end }
    isSynced = false
    reached.run(id, header.writing, now.end)
  }

  /** Before a rollback, while nobody else may write. */
  const takeBack = () => {
    if (appended) file.takeBack(appended)
    appended = undefined
  }

  /** Does `work` in a transaction; what it changed is in the catalogue before it is committed. */
  const acknowledge = <T>(work: () => T, undo: () => void = () => undefined): T => {
    const both = () => {
      const value = work()
      write()
      return value
    }
    if (db.isTransaction) return both()
    const value = transaction(db, both, () => {
      takeBack()
      undo()
    })
    if (appended) file.confirm(appended)
    appended = undefined
    return value
  }

  return {
    file,
    state,
    begin,
    acknowledge,
    /** Is there such a thing now, not even on its way out? */
    isPresent: rows.isPresent,

    /** Resolves once all that was written is safe from a power cut; calls that come together wait for one turn of the disk. */
    async sync(): Promise<void> {
      while (syncing) await syncing
      if (isSynced) return
      isSynced = true
      syncing = file.sync()
      try {
        await syncing
      } catch (error) {
        isSynced = false
        throw error
      } finally {
        syncing = undefined
      }
    },

    /** Tells the catalogue what it has not heard of yet, a part at a time; true while there is more. */
    flush(): boolean {
      if (!rows.hasPending()) return false
      acknowledge(() => undefined)
      return rows.hasPending()
    },

    /** From now on this database writes that catalogue, from its end on, and tells it of all that there is. */
    adopt({ id, writing }: Header, position: number): void {
      reached.run(id, writing, position)
      rows.tellAll()
    },
    /** The end that was found was reached by this database. */
    reach: ({ id, writing }: Header, position: number) => void reached.run(id, writing, position),
    /** Whether somebody is to say what becomes of what only the catalogue knows; `under way` while it is recovered. */
    setOpen: (isOpen: boolean | 'under way') => void open.run(isOpen === 'under way' ? 2 : isOpen ? 1 : 0),
    /** The doubt of that time was looked into. */
    setDoubt: (since: string) => void doubted.run(since),
  }
}
export type Catalogue = ReturnType<typeof openCatalogue>
