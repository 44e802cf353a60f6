import type { DocumentReadings } from '../document-readings.ts'
import type { Promised } from '../promised.ts'

export type LibraryPages = Promised<DocumentReadings>
