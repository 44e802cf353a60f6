import type { Condition, Problem } from '../contract/condition.ts'
import type { EventBus } from './events.ts'

/**
 * What is wrong with the data, as `/health` and the window say it. Whoever finds a problem raises it, and settles it once
 * it is mended; nothing here outlives the process, as each start looks for itself.
 */
export const conditionService = ({ events }: { events: EventBus }) => {
  const problems = new Map<string, Problem>()

  return {
    get: (): Condition => ({ problems: [...problems.values()] }),

    /** Says a problem, or says it in other words; it keeps the time since which it is there. */
    raise({ code, message, action }: Omit<Problem, 'since'>): void {
      const known = problems.get(code)
      if (known?.message === message && known.action === action) return
      problems.set(code, { code, message, action, since: known?.since ?? new Date().toISOString() })
      events.emit({ type: 'condition.changed' })
    },

    settle(code: string): void {
      if (problems.delete(code)) events.emit({ type: 'condition.changed' })
    },
  }
}
export type ConditionService = ReturnType<typeof conditionService>
