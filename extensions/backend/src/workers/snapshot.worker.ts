import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { serve } from '../base/thread-calls.ts'
import * as words from '../base/words/index.ts'
import { areSame, compareCopy, readLines, takeCopy } from '../storage/tasks/folder-snapshots/copy.ts'
import { compareWithGit, takeWithGit } from '../storage/tasks/folder-snapshots/git.ts'
import type { CompareInput, Difference, Differences, Kept, TakeInput } from '../storage/tasks/folder-snapshots/kept.ts'
import { factsOf, realFolders } from '../storage/tasks/folder-snapshots/walk.ts'

/** A copy where the folder is small, else git's objects where it is a repository. */
const take = async (input: TakeInput): Promise<Kept> => {
  const copy = await takeCopy(input)
  if (copy.by !== 'none') return copy
  const kept = await takeWithGit(input)
  if (kept.by !== 'none') return kept
  await rm(join(input.place, 'git'), { recursive: true, force: true })
  return { by: 'none', why: words.notSaved.both(copy.why, kept.why) }
}

/** Files that were kept one by one because the agent named them; `copy` is null where there was none. */
type Named = { path: string; copy: string | null }

const compare = async (input: CompareInput): Promise<Differences> => {
  const nothing = { changed: [], added: [], known: new Set<string>(), more: false }
  const { by, place } = input
  const { changed, added, known, more } =
    by === 'none' ? nothing : by === 'copy' ? await compareCopy(input) : await compareWithGit(input)
  const all = [...changed, ...added]
  const told = new Set(all.map(({ path }) => path))
  const named: Difference[] = []
  const isReal = realFolders()
  for (const { path, copy } of await readLines<Named>(join(place, 'named.jsonl'))) {
    if (told.has(path) || known.has(path)) continue
    told.add(path)
    const isThere = (await isReal(path)) && (await factsOf(path))?.isFile() === true
    const before = copy === null ? undefined : join(place, copy)
    if (before === undefined ? !isThere : isThere && (await areSame(path, before))) continue
    named.push({ path, isThere, ...(before !== undefined && { before }) })
  }
  const isNew = ({ before }: Difference) => before === undefined
  const both = [...all, ...named]
  return { differences: [...both.filter((each) => !isNew(each)), ...both.filter(isNew)], more }
}

const served = { take, compare }
export type SnapshotCalls = typeof served
serve(served)
