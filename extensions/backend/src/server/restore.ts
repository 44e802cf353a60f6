import { parseArgs } from 'node:util'
import { fail } from '../base/errors.ts'
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
  if (positionals.length > 1) throw new TypeError('Name one copy, or none for the newest.')
  if (values.list) return list(snapshots(dataDir), print)
  await aloneWithData(dataDir, async () => {
    const restored = restoreAlone(dataDir, positionals[0] ?? newest(dataDir))
    endMending(dataDir, { action: 'restore', ...restored })
    print(`Restored ${restored.from}. AIOS uses it from its next start.`)
    if (restored.keptAs === undefined) return
    print(`The database from before is kept as ${restored.keptAs}.`)
    print(`To undo this: aios-backend restore ${restored.keptAs}`)
  })
}

const newest = (dataDir: string): string => {
  const sound = candidates(dataDir).find((each) => each.kind !== 'before-restore' && checkSnapshot(dataDir, each))
  return sound?.name ?? fail('snapshot.none', `There is no sound copy of the database in ${dataDir}.`, { status: 404 })
}

const list = (all: readonly Snapshot[], print: Parts['print']): void => {
  if (all.length === 0) print('There are no copies of the database.')
  for (const { name, kind, size, isSound } of all.toReversed()) {
    const state = isSound === undefined ? 'not checked' : isSound ? 'sound' : 'damaged'
    print(`${name}\t${kind}\t${(size / 1e6).toFixed(1)} MB\t${state}`)
  }
}
