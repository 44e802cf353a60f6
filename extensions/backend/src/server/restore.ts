import { parseArgs } from 'node:util'
import { fail } from '../base/errors.ts'
import * as words from '../base/words/index.ts'
import { endMending } from '../storage/database/mending.ts'
import { aloneWithData } from '../storage/database/presence.ts'
import { checkSnapshot, restoreAlone } from '../storage/database/restore.ts'
import { candidates, type Snapshot, snapshots } from '../storage/database/snapshots.ts'

/** What the command prints on, and where. */
type Parts = { dataDir: string; print: (line: string) => void }

/**
 * The role `restore`: goes back to a copy of the database while AIOS does not run; with `--list`, names the copies.
 * @throws AppError `data.in-use`, `snapshot.unknown`, `snapshot.damaged`, `snapshot.none`; TypeError for wrong options
 */
export const restoreFromCommand = async (args: string[], { dataDir, print }: Parts): Promise<void> => {
  const { values, positionals } = parseArgs({ args, options: { list: { type: 'boolean' } }, allowPositionals: true })
  if (positionals.length > 1) throw new TypeError(words.restore.oneName)
  if (values.list) return list(snapshots(dataDir), print)
  await aloneWithData(dataDir, async () => {
    const restored = restoreAlone(dataDir, positionals[0] ?? newest(dataDir))
    endMending(dataDir, { action: 'restore', ...restored })
    print(words.restore.restored(restored.from))
    if (restored.keptAs === undefined) return
    print(words.restore.kept(restored.keptAs))
    print(words.restore.undo(restored.keptAs))
  })
}

const newest = (dataDir: string): string => {
  const sound = candidates(dataDir).find((each) => each.kind !== 'before-restore' && checkSnapshot(dataDir, each))
  return sound?.name ?? fail('snapshot.none', words.restore.noneSound(dataDir), { status: 404 })
}

const list = (all: readonly Snapshot[], print: Parts['print']): void => {
  if (all.length === 0) print(words.restore.none)
  for (const { name, kind, size, isSound } of all.toReversed()) {
    const { unchecked, sound, damaged } = words.restore.states
    const state = isSound === undefined ? unchecked : isSound ? sound : damaged
    print(`${name}\t${kind}\t${(size / 1e6).toFixed(1)} MB\t${state}`)
  }
}
