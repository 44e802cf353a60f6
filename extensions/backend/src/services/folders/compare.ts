import type { FileFacts, KnownFile } from '../../storage/library/library.ts'
import type { Scan } from './scan.ts'

/** What earlier scans saw and is not certain yet, by path. */
export type Memory = {
  /** Files that may still be being written, as they were then. */
  unsettled: Map<string, FileFacts & { since: number }>
  /** Since when files are gone. */
  gone: Map<string, number>
}

export const newMemory = (): Memory => ({ unsettled: new Map(), gone: new Map() })

export type Comparison = {
  added: string[]
  changed: KnownFile[]
  /** Gone, for certain or not yet: what appears elsewhere with the same bytes was moved. */
  gone: KnownFile[]
  /** Those of them that have been gone long enough. */
  lost: KnownFile[]
  /** Something will be certain only later. */
  isOpen: boolean
}

/** Milliseconds that a file must rest before it is taken, and be away before it is taken for removed. */
export const settling = 2000

/** Holds what is there against what is known. Notes in `memory` what only a later scan can tell. */
export const compare = (
  { files, unread }: Scan,
  known: ReadonlyMap<string, KnownFile>,
  memory: Memory,
  now = Date.now(),
): Comparison => {
  const result: Comparison = { added: [], changed: [], gone: [], lost: [], isOpen: false }
  const unsettled: Memory['unsettled'] = new Map()
  for (const [path, facts] of files) {
    const before = known.get(path)
    if (before && (isLetGo(before) || isSame(before, facts))) continue
    const seen = memory.unsettled.get(path)
    const since = seen && isSame(seen, facts) ? seen.since : now
    // Clocks differ, on a network drive for one: a file from the future has settled when it stays as it is.
    if (now - Math.min(since, facts.modified) < settling) {
      unsettled.set(path, { ...facts, since })
      result.isOpen = true
    } else if (before) result.changed.push(before)
    else result.added.push(path)
  }
  const gone: Memory['gone'] = new Map()
  for (const file of known.values()) {
    if (files.has(file.path) || unread.some((path) => file.path === path || file.path.startsWith(`${path}/`))) continue
    const since = memory.gone.get(file.path) ?? now
    gone.set(file.path, since)
    result.gone.push(file)
    if (now - since >= settling) result.lost.push(file)
    else result.isOpen = true
  }
  memory.unsettled = unsettled
  memory.gone = gone
  return result
}

/** Its document was removed by hand. */
const isLetGo = ({ documentId, isArchive }: KnownFile) => documentId === null && !isArchive

export const isSame = (one: FileFacts, other: FileFacts) => one.size === other.size && one.modified === other.modified
