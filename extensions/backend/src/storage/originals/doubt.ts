import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Why a database may not know all originals that lie beside it: it was made anew, put back from a copy, mended, is older
 * than they are, or belongs to another folder; or there was no catalogue yet, or no whole one, to tell by.
 */
export type DoubtReason = 'new' | 'restored' | 'repaired' | 'older' | 'foreign' | 'uncatalogued'
export type Doubt = { reason: DoubtReason; since: string }

const fileOf = (dataDir: string) => join(dataDir, 'blobs', 'doubt.json')

/** Notes, beside the originals, that no database is to remove any of them until a day has gone by. */
export const markDoubt = (dataDir: string, reason: DoubtReason): void => {
  mkdirSync(join(dataDir, 'blobs'), { recursive: true, mode: 0o700 })
  const doubt: Doubt = { reason, since: new Date().toISOString() }
  writeFileSync(fileOf(dataDir), `${JSON.stringify(doubt)}\n`, { mode: 0o600, flush: true })
}

/** The doubt that was noted last, however long ago; one that cannot be read counts as noted just now. */
export const readDoubt = (dataDir: string): Doubt | undefined => {
  try {
    const { reason, since } = JSON.parse(readFileSync(fileOf(dataDir), 'utf8')) as Doubt
    return Number.isNaN(Date.parse(since)) ? justNow() : { reason, since }
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : justNow()
  }
}

/** Milliseconds that a doubt lasts, whatever becomes of it. */
const day = 24 * 3600_000

/** Is it so short ago that no original is to be removed? One from the future, by a clock that was set, counts, too. */
export const isFresh = (doubt: Doubt | undefined): boolean =>
  doubt !== undefined && Date.parse(doubt.since) > Date.now() - day

const justNow = (): Doubt => ({ reason: 'older', since: new Date().toISOString() })
