import { describe } from 'vitest'
import { claimsContract } from './library-contract/claims.ts'
import { documentsContract } from './library-contract/documents.ts'
import type { Start } from './library-contract/engine.ts'
import { foldersContract } from './library-contract/folders.ts'
import { originalsContract } from './library-contract/originals.ts'
import { pagesContract } from './library-contract/pages.ts'
import { recoveryContract } from './library-contract/recovery.ts'
import { vectorsContract } from './library-contract/vectors.ts'
import { workspacesContract } from './library-contract/workspaces.ts'

/** What a library does, whatever it is kept in: each engine has to pass all of it. `start` makes an empty one. */
export const libraryContract = (engine: string, start: Start) =>
  describe(`a library in ${engine}`, () => {
    workspacesContract(start)
    documentsContract(start)
    claimsContract(start)
    pagesContract(start)
    vectorsContract(start)
    foldersContract(start)
    originalsContract(start)
    recoveryContract(start)
  })
