import type { SnapshotKind } from '../shared/contract/storage.ts'
import type { Mending } from '../storage/database/mending.ts'

/** What the thread that checks, copies and mends the database is asked; all of one data folder. */
export type CopyInput = { kind: SnapshotKind }
/** The name of the copy that was made, or why it was not kept. */
export type CopyResult = { name: string } | { faults: readonly string[] }
export type MendInput = { mending: Mending }
