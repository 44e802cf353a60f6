import { readableHash } from '../storage/checksums.ts'
import { serve } from './calls.ts'

serve({ hash: (path: string) => readableHash(path) })
