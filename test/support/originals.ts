import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** What lies among the originals of a data directory as bytes, those that are on their way in or set aside too. */
export const originalsIn = (dataDir: string): string[] =>
  readdirSync(join(dataDir, 'blobs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/^(catalogue\.jsonl|doubt\.json|[0-9a-f]{64}\.json)$/.test(entry.name))
    .map(({ name }) => name)

/** Where the bytes of that hash have their place. */
export const placeOf = (dataDir: string, sha256: string): string => join(dataDir, 'blobs', sha256.slice(0, 2), sha256)

/** The hashes of what was set aside. */
export const setAsideIn = (dataDir: string): string[] => {
  const folder = join(dataDir, 'blobs', 'unclaimed')
  return existsSync(folder) ? readdirSync(folder).filter((name) => !name.endsWith('.json')) : []
}
