import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Where the bytes of a content are, or would be; its size where they are. Touches nothing. */
export const blobPlace = (dataDir: string, sha256: string): { path: string; size: number | undefined } => {
  const path = join(dataDir, 'blobs', sha256.slice(0, 2), sha256)
  return { path, size: statSync(path, { throwIfNoEntry: false })?.size }
}

/** All contents that are there, by their names, whether anybody holds them or not. */
export function* blobNames(dataDir: string): Generator<string> {
  const root = join(dataDir, 'blobs')
  if (!existsSync(root)) return
  for (const folder of readdirSync(root).toSorted()) {
    if (!/^[0-9a-f]{2}$/.test(folder)) continue
    for (const name of readdirSync(join(root, folder)).toSorted()) if (/^[0-9a-f]{64}$/.test(name)) yield name
  }
}
