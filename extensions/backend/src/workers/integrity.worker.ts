import { readableHash } from '../base/disk-file.ts'
import { serve } from '../base/thread-calls.ts'
import { faultsOfDatabase } from '../storage/database/soundness.ts'

serve({
  hash: (path: string) => readableHash(path),
  faults: (path: string) => faultsOfDatabase(path),
})
