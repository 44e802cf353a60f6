import type { Document } from '../../../shared/contract/documents.ts'
import type { BlobStore, Incoming } from '../../originals/blobs.ts'
import type { DamageStore } from '../../originals/damage.ts'
import type { OriginalFiles } from '../../originals/original-files.ts'
import type { UnclaimedFile, UnclaimedStore } from '../../originals/unclaimed.ts'
import type { Promised } from '../promised.ts'

type Arriving = Pick<BlobStore, 'receive' | 'measure' | 'nothing' | 'discard'>

export type LibraryOriginals = Promised<Arriving> &
  Promised<Pick<OriginalFiles, 'open' | 'check' | 'examine' | 'inPlace'>> & {
    /** Copies the original of a document that is read in place, so that it stays when its folder goes. */
    takeOver(document: Document): Promise<void>
    /** A copy of an original, under that name, which other programs may read. */
    copy(document: Document, name: string): Promise<string>
    /** Removes copies that nobody needs any more. */
    clearCopies(): Promise<void>
    /** Keeps all that a workspace holds, also what is removed meanwhile, until the function that comes back is called. */
    pin(workspaceId: string): Promise<() => Promise<void>>
    /** Removes these contents, unless somebody needs them. */
    removeUnheld(contents: readonly string[]): Promise<void>
    /** Resolves once what was taken in would outlive the database, too. */
    settled(): Promise<void>
    /** Bytes of all originals that are copied here, those of the same content once. */
    bytes(): Promise<number>
    /** Bytes of one; 0 where it is not copied here. */
    size(sha256: string): Promise<number>

    /** Documents whose originals are at fault. */
    damaged(): ReturnType<Promised<DamageStore>['documents']>
    workspacesOf: Promised<DamageStore>['workspacesOf']
    /** Damaged bytes that others took the place of. */
    replaced(): Promise<{ name: string; path: string; size: number }[]>
    /** Hears of every original that was found damaged, was mended, or went. */
    whenDamaged(listener: (sha256: string) => void): void
  }

export type LibraryUnclaimed = Promised<Pick<UnclaimedStore, 'hashes' | 'remove'>> & {
  /** `until` is when it is deleted. */
  find(sha256: string): Promise<(UnclaimedFile & { until: string; path: string }) | undefined>
  /** Its bytes as if they had been received. */
  borrow(sha256: string): Promise<Incoming>
}
