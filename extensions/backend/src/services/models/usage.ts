import type { UsageQuery, UsageReport } from '../../shared/contract/usage.ts'
import type { UsageRecord, UsageStore } from '../../storage/setup/usage.ts'

/** What models took: tokens, time, money where a price is known. */
export const usageService = ({ store }: { store: UsageStore }) => ({
  add: (record: UsageRecord): void => store.add(record),
  ofTask: store.ofTask,

  /** @param now for tests */
  report({ days, ...filter }: UsageQuery, now = new Date()): UsageReport {
    const wanted = Array.from({ length: days }, (_, back) => startOfDay(now, days - 1 - back))
    const [first = now] = wanted
    const report = store.report(first.toISOString(), filter)
    const used = new Map(report.days.map((each) => [each.day, each]))
    const none = { calls: 0, inputTokens: 0, outputTokens: 0, milliseconds: 0, estimated: 0 }
    return { ...report, days: wanted.map(dayOf).map((day) => used.get(day) ?? { day, ...none }) }
  },
})
export type UsageService = ReturnType<typeof usageService>

const startOfDay = (now: Date, daysBack: number) =>
  new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysBack)

/** `2026-11-20`, by the clock on the wall. */
const dayOf = (date: Date) =>
  [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('-')
