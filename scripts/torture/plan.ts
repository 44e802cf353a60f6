/** How much of the torture is wanted, and what decides by chance. */
export type Plan = {
  /** From 0 to 1: how much of the whole. */
  share: number
  /** True once this scenario has had its time. */
  isOver: () => boolean
  /** Numbers from 0 to 1, the same for the same seed. */
  random: () => number
}

export type Row = {
  scenario: string
  /** How often it was tried: kills, requests, files, clients. */
  tried: number
  /** What had been acknowledged and is not there, or not as it was. */
  lost: number
  /** What else is not as promised. */
  failed: number
  note: string
}

export type Scenario = (plan: Plan) => Promise<Row[]>

/** How many of `whole` the plan asks for, at least one. */
export const portion = ({ share }: Plan, whole: number): number => Math.max(1, Math.round(whole * share))

export const pick = <T>(random: () => number, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T

/** Counts what went wrong by its words, for the note of a row. */
export const tally = () => {
  const counts = new Map<string, number>()
  return {
    add: (what: string) => void counts.set(what, (counts.get(what) ?? 0) + 1),
    get size() {
      return [...counts.values()].reduce((sum, count) => sum + count, 0)
    },
    words: (most = 6) =>
      [...counts]
        .toSorted(([, a], [, b]) => b - a)
        .slice(0, most)
        .map(([what, count]) => `${count} × ${what}`)
        .join('; '),
  }
}
export type Tally = ReturnType<typeof tally>

/** The rows as a table in Markdown. */
export const table = (rows: readonly Row[]): string =>
  [
    '| scenario | tried | lost | failed | |',
    '|---|---|---|---|---|',
    ...rows.map(
      ({ scenario, tried, lost, failed, note }) =>
        `| ${scenario} | ${tried.toLocaleString('en')} | ${lost} | ${failed} | ${note.replaceAll('|', '\\|')} |`,
    ),
  ].join('\n')
