import type { ToolCallUpdate } from '@agentclientprotocol/sdk'
import { hidden } from '../../base/log.ts'
import type { FolderFiles } from './files.ts'

/** What a file was: its bytes; null where there was none; undefined where nobody can tell. */
type Before = Buffer | null | undefined

type Diff = { oldText?: string | null | undefined; newText: string }

/**
 * What a file was before an agent changed it, from what it is now and what the agent tells: it may have written already, and
 * tell of the whole file or of a part. `isOver` where it says that it has.
 */
export const beforeDiffs = (now: Buffer | undefined, diffs: readonly Diff[], isOver: boolean): Before => {
  if (!now) return isOver ? undefined : null
  const text = now.toString()
  const whole = diffs.find(({ newText }) => newText === text)
  // An old text that is left out may mean that there was no file, or that nobody looked.
  if (whole) return typeof whole.oldText === 'string' && !isCut(whole.oldText) ? Buffer.from(whole.oldText) : undefined
  if (!isOver) return now
  let before: string | undefined = diffs.length > 0 ? text : undefined
  for (const { oldText, newText } of diffs.toReversed()) before = replacedOnce(before, newText, oldText)
  return before === undefined || !Buffer.from(text).equals(now) ? undefined : Buffer.from(before)
}

/** Where values of secrets were taken out of what the agent told, it is not what stood in the file. */
const isCut = (text: string): boolean => text.includes(hidden)

/** Undefined where the part stands there not at all, or more than once. */
const replacedOnce = (text: string | undefined, part: string, by: string | null | undefined): string | undefined => {
  if (text === undefined || typeof by !== 'string' || part === '' || isCut(by)) return undefined
  const at = text.indexOf(part)
  return at < 0 || text.indexOf(part, at + 1) >= 0 ? undefined : text.slice(0, at) + by + text.slice(at + part.length)
}

type Parts = {
  files: FolderFiles
  keepFile(path: string, bytes: Uint8Array | undefined): Promise<void>
  /** Hears what nobody can do anything about: the call goes on. */
  onFailure(error: unknown): void
}

/** Files as they were when an agent first named them in a call that changes them. */
export const filesBefore = ({ files, keepFile, onFailure }: Parts) => {
  const latest = new Map<string, Before>()
  const kept = new Set<string>()
  let queue: Promise<void> = Promise.resolve()

  const look = async (sent: string, diffs: readonly Diff[], isOver: boolean): Promise<void> => {
    const path = await files.inside(sent).catch(() => undefined) // nothing outside is any of ours
    if (path === undefined) return
    const now = await files.current(path).catch(() => null) // too large, or no file
    const before = now === null ? undefined : beforeDiffs(now, diffs, isOver)
    if (!isOver) latest.set(path, before)
    if (before === undefined || kept.has(path)) return
    kept.add(path)
    await keepFile(path, before ?? undefined)
  }

  return {
    /** Looks at what a call is about to change, or has; resolves once that is kept. */
    named({ kind, content, locations, status }: ToolCallUpdate): Promise<void> {
      const diffs = (content ?? []).flatMap((each) => (each.type === 'diff' ? [each] : []))
      const isChange = kind === 'edit' || kind === 'delete' || kind === 'move'
      const paths = new Set([
        ...diffs.map(({ path }) => path),
        ...(isChange ? (locations ?? []) : []).map(({ path }) => path),
      ])
      const isOver = status === 'completed' || status === 'failed'
      const work = async () => {
        for (const path of paths)
          await look(
            path,
            diffs.filter((diff) => diff.path === path),
            isOver,
          )
      }
      queue = queue.then(work).catch(onFailure)
      return queue
    },

    /** What a file was when it was last named, for one that the agent has written by itself by now. */
    latest: (path: string): Before => latest.get(path),
    /** Resolves when all is kept that was named. */
    idle: (): Promise<void> => queue,
  }
}
export type FilesBefore = ReturnType<typeof filesBefore>
