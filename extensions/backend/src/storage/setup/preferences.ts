import type { Database } from '../database/database.ts'

/** Small choices by name; what they mean is no matter of this store. */
export const preferenceStore = (db: Database) => {
  const all = db.prepare('SELECT name, value FROM preference')
  const put = db.prepare(
    'INSERT INTO preference (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  )
  return {
    all: (): Record<string, unknown> =>
      Object.fromEntries(
        (all.all() as { name: string; value: string }[]).map(({ name, value }) => [name, JSON.parse(value)]),
      ),
    put: (name: string, value: unknown) => put.run(name, JSON.stringify(value)),
  }
}
export type PreferenceStore = ReturnType<typeof preferenceStore>
