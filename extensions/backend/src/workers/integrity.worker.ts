import { serve } from '../base/thread-calls.ts'
import { faultsOfDatabase } from '../storage/database/soundness.ts'
import { readableHash } from '../storage/originals/checksums.ts'

serve({
  hash: (path: string) => readableHash(path),
  faults: (path: string) => faultsOfDatabase(path),
})
