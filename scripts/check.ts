// npm run check: types and lint.

import { script } from './script.ts'
import { check } from './test/check.ts'

script(check)
