import { readableHash } from '../base/disk-file.ts'
import { serve } from '../base/thread-calls.ts'
import { faultsOfDatabase } from '../storage/database/soundness.ts'

const served = {
  hash: (path: string) => readableHash(path),
  faults: (path: string) => faultsOfDatabase(path),
}
export type IntegrityCalls = typeof served
serve(served)
