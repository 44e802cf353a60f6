import * as words from '../../base/words/index.ts'
import type { Agent } from '../../shared/contract/agents.ts'
import type { Task } from '../../shared/contract/tasks.ts'
import type { Kept } from '../../storage/tasks/folder-snapshots/kept.ts'
import type { AllTools } from '../run-tools.ts'
import type { FolderFiles } from './files.ts'

/** What a task changed, by path; `left` are changes that cannot be taken back, `later` where it could not be stored yet. */
export type Settled = { changed: string[]; left: number; later?: true }

/** Keeps a folder as it was before a program works in it. */
export type FolderSnapshots = {
  /** Takes one before the task begins its work there. */
  take(taskId: string, folder: string, signal: AbortSignal): Promise<Kept>
  /** Keeps what a file was, before it is changed; nothing where it was not there. */
  keepFile(taskId: string, path: string, bytes: Uint8Array | undefined): Promise<void>
  /** Compares the folder with it, if there is one: every change becomes one of the task's. */
  settle(taskId: string): Promise<Settled>
}

type Parts = { tools: AllTools; files: FolderFiles; take: FolderSnapshots['take'] }

/** Keeps the folder as it is before a program works in it, as a step; says so where that cannot be. */
export const takeSnapshot = ({ id }: Task, { name }: Agent, { tools, files, take }: Parts): Promise<void> =>
  tools.step('wait', words.externalAgents.saving, async () => {
    const kept = await take(id, files.root, tools.signal)
    const title =
      kept.by === 'none'
        ? words.externalAgents.notSaved(kept.why, name)
        : words.externalAgents.saved(kept.files, kept.by === 'git')
    return { value: undefined, title, detail: { isNotice: true, folder: files.root, ...kept } }
  })

/** What a result says of changes that are not kept. */
export const leftOver = ({ left, later }: Settled): string | undefined => {
  if (later) return words.externalAgents.changesLater
  return left > 0 ? words.externalAgents.changesLeft(left) : undefined
}
