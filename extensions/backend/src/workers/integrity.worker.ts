import { serve } from '../base/thread-calls.ts'
import { faultsOfDatabase } from '../storage/database/soundness.ts'
import { readableHash } from '../storage/originals/checksums.ts'

const served = {
  hash: (path: string) => readableHash(path),
  faults: (path: string) => faultsOfDatabase(path),
}
export type IntegrityCalls = typeof served
serve(served)
