import { serve } from '../base/thread-calls.ts'
import { readableHash } from '../storage/checksums.ts'
import { faultsOfDatabase } from '../storage/soundness.ts'

serve({
  hash: (path: string) => readableHash(path),
  faults: (path: string) => faultsOfDatabase(path),
})
