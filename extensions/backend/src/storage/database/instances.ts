import { endLease, isLeaseDead, newLease } from '../../base/lease.ts'
import type { Database } from './database.ts'

/** Another instance: `change` rises with what it changed, `isGone` says that its process ended without leaving. */
export type Instance = { name: string; change: number; isGone: boolean }

/**
 * The instances of AIOS that are at work on this data, each with a row of its own. One that crashed on another host stays
 * there, which costs its neighbours a small write now and then, and nothing else.
 */
export const instanceStore = (db: Database) => {
  const name = newLease()
  const insert = db.prepare('INSERT INTO instance (name) VALUES (?) ON CONFLICT DO NOTHING')
  const others = db.prepare('SELECT name, change FROM instance WHERE name <> ?')
  const rise = db.prepare('UPDATE instance SET change = change + 1 WHERE name = ?')
  const remove = db.prepare('DELETE FROM instance WHERE name = ?')
  const total = db.prepare('SELECT total_changes() AS changes')
  return {
    join: (): void => void insert.run(name),

    leave(): void {
      endLease(name)
      remove.run(name)
    },

    others: (): Instance[] =>
      (others.all(name) as Pick<Instance, 'name' | 'change'>[]).map(({ name, change }) => ({
        ...{ name, change },
        isGone: isLeaseDead(name, Number.POSITIVE_INFINITY),
      })),

    /** Lets the others know that something changed. */
    tell: (): void => void rise.run(name),

    /** Removes one that is gone. */
    remove: (name: string): void => void remove.run(name),

    /** Rows that this connection, and no other, changed since it was opened. */
    changes: (): number => (total.get() as { changes: number }).changes,
  }
}
export type InstanceStore = ReturnType<typeof instanceStore>
