import { readableHash } from '../storage/checksums.ts'
import { faultsOfDatabase } from '../storage/soundness.ts'
import { serve } from './calls.ts'

serve({
  hash: (path: string) => readableHash(path),
  faults: (path: string) => faultsOfDatabase(path),
})
