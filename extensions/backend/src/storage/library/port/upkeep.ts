import type { Catalogued } from '../../originals/catalogue-entry.ts'
import type { Doubt } from '../../originals/doubt.ts'
import type { OnlyCatalogued } from '../../originals/only-catalogued.ts'

export type { Catalogued, OnlyCatalogued }

/** Whether somebody is to say what becomes of what only the catalogue knows; `under way` while it is recovered. */
export type RecoveryState = 'settled' | 'open' | 'under way'

/** Making again what only the catalogue beside the originals knows. Nothing that is there is changed. */
export type LibraryRecovery = {
  state(): Promise<RecoveryState>
  setState(state: RecoveryState): Promise<void>
  /** Why the library may not know all originals that lie beside it. */
  doubt(): Promise<Doubt | undefined>
  find(): Promise<OnlyCatalogued>
  /** Workspaces, those that documents name included; the ids of new ones. */
  addWorkspaces(found: OnlyCatalogued): Promise<string[]>
  /** The ids that folders have now, by those that they had. */
  addFolders(found: OnlyCatalogued): Promise<Map<string, string>>
  leaveOut(files: readonly Catalogued<'left-out'>[], folders: ReadonlyMap<string, string>): Promise<void>
  /** All of these or none, with their originals; how many are new. */
  addDocuments(documents: readonly Catalogued<'document'>[], folders: ReadonlyMap<string, string>): Promise<number>
  /** Sets aside what nobody needs; the number of files. */
  setAside(): Promise<number>
}

/** What keeps originals and what is known of them together. */
export type LibraryUpkeep = {
  /** Holds the library against what lies beside it; before anything is removed. */
  assess(): Promise<void>
  /** Tells the catalogue all that it has not heard of, and has that on the disk. */
  tell(): Promise<void>
  /** Sets aside what nobody needs, deletes what was set aside long ago. */
  sweep(): Promise<void>
}
