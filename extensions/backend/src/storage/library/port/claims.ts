import type { Claim, DocumentClaims } from '../document-claims.ts'
import type { Promised } from '../promised.ts'

export type LibraryClaims = Promised<DocumentClaims> & {
  /** Removes what was written under a claim. @throws Error where it was lost */
  clear(claim: Claim): Promise<void>
}
