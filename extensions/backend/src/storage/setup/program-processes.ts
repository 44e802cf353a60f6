import { isProcessGone, processName } from '../../base/lease.ts'
import type { Database } from '../database/database.ts'

/** A program that AIOS started; `birth` tells it from a later one that got its id. */
export type ProgramProcess = { pid: number; birth: string }

/** Programs that AIOS started, for MCP servers and agents, so that none outlives AIOS for long, however that ended. */
export const programProcessStore = (db: Database) => {
  const insert = db.prepare('INSERT OR REPLACE INTO program_process (pid, birth, owner) VALUES (?, ?, ?)')
  const remove = db.prepare('DELETE FROM program_process WHERE pid = ? AND birth = ?')
  const all = db.prepare('SELECT pid, birth, owner FROM program_process')
  return {
    add: ({ pid, birth }: ProgramProcess) => void insert.run(pid, birth, processName),
    remove: ({ pid, birth }: ProgramProcess) => void remove.run(pid, birth),
    /** Those whose owner on this host runs no more. */
    abandoned: (): (ProgramProcess & { owner: string })[] =>
      (all.all() as (ProgramProcess & { owner: string })[]).filter(({ owner }) => isProcessGone(owner)),
  }
}
export type ProgramProcessStore = ReturnType<typeof programProcessStore>
