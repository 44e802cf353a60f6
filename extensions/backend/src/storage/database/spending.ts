import type { Database } from './database.ts'
import type { DiskSpace } from './disk-space.ts'

/** A store some of whose methods may cost the reserve. Inside of a transaction it is for whoever began that to do so. */
export const spending = <Store extends object, Name extends keyof Store>(
  store: Store,
  names: readonly Name[],
  { db, space }: { db: Database; space: DiskSpace },
): Store => {
  const wrapped = names.map((name) => {
    const method = store[name] as (...given: unknown[]) => unknown
    const spent = (...given: unknown[]) => {
      const work = () => method.apply(store, given)
      return db.isTransaction ? work() : space.spend(work)
    }
    return [name, spent]
  })
  return { ...store, ...Object.fromEntries(wrapped) }
}
