import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Real documents that lie beside the repository; tests that need them are skipped, saying so, where they are not. */
export const sampleFolder = join(import.meta.dirname, '../../../shared/data/documents')
export const hasSamples = existsSync(sampleFolder)
export const withoutSamples = hasSamples ? '' : ' (skipped: ../shared/data/documents is not there)'
export const sample = (name: string): Uint8Array => readFileSync(join(sampleFolder, name))

/** A document of our own, with sections that can be told apart. */
export const permit = `# Harbour permit 2026

The harbour authority grants the fishing cooperative a permit for twelve moorings.

## Fees

The annual fee for each mooring is 340 euros. It is due on the first of March.
Late payment adds a surcharge of five percent.

## Duties

Every boat must carry a working radio. The cooperative reports its catch every Friday before noon.
Oil changes are allowed only at the eastern pier.
`
