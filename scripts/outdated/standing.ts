/** What the registry says of a package: its newest version, and when that came out (ISO 8601). */
export type Release = { newest: string; released: string }

export type Row = { name: string; ours: string; newest: string; released: string; note: '' | Note }
type Note = 'new major' | 'newer' | 'no release for two years'

const twoYears = 2 * 365.25 * 24 * 3600_000

/** How a dependency stands; `ours` is an exact version, `now` is in milliseconds. */
export const standing = (name: string, ours: string, { newest, released }: Release, now: number): Row => {
  const row = { name, ours, newest, released: released.slice(0, 10) }
  const at = difference(ours, newest)
  if (at !== undefined) return { ...row, note: at <= leading(newest) ? 'new major' : 'newer' }
  return { ...row, note: now - Date.parse(released) > twoYears ? 'no release for two years' : '' }
}

const parts = (version: string) => (version.split(/[-+]/)[0] ?? '').split('.').map(Number)

/** The first part in which `newest` is above `ours`; undefined where it is not above. */
const difference = (ours: string, newest: string): number | undefined => {
  const before = parts(ours)
  const after = parts(newest)
  const at = after.findIndex((part, index) => part !== before[index])
  return at >= 0 && (after[at] ?? 0) > (before[at] ?? 0) ? at : undefined
}

/** The part whose change may break who depends on it: the first that is not 0 (semver 2.0.0, 4). */
const leading = (version: string): number => parts(version).findIndex((part) => part > 0)

/** One line for each, those to be seen to first. */
export const table = (rows: readonly Row[]): string => {
  const order: Row['note'][] = ['new major', 'no release for two years', 'newer', '']
  const sorted = rows.toSorted((a, b) => order.indexOf(a.note) - order.indexOf(b.note) || (a.name < b.name ? -1 : 1))
  const lines = [
    ['', 'ours', 'newest', 'released', ''],
    ...sorted.map(({ name, ours, newest, released, note }) => [name, ours, newest, released, note]),
  ]
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  return lines
    .map((line) =>
      line
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
