import { fail } from '../../base/errors.ts'
import type { EventBus } from '../../base/events.ts'
import * as words from '../../base/words/index.ts'
import type { Condition, Problem, ProblemAction } from '../../shared/contract/condition.ts'

/** `onDismissed` makes it dismissible, and is called when somebody has read it. */
type Raised = Omit<Problem, 'since' | 'dismissible'> & { onDismissed?: () => void }

/** The gravest first. */
const order: readonly ProblemAction[] = ['repair', 'recover', 'review', 'none']

/**
 * What is wrong with the data, as `/health` and the window say it. Whoever finds a problem raises it, and settles it once
 * it is mended; nothing here outlives the process, as each start looks for itself.
 */
export const conditionService = ({ events }: { events: EventBus }) => {
  const problems = new Map<string, Problem>()
  const dismissals = new Map<string, () => void>()

  const inOrder = () => [...problems.values()].sort((a, b) => order.indexOf(a.action) - order.indexOf(b.action))

  const settle = (code: string): void => {
    dismissals.delete(code)
    if (problems.delete(code)) events.emit({ type: 'condition.changed' })
  }

  return {
    get: (): Condition => ({ problems: inOrder() }),

    /** The gravest thing that is wrong; what is only said once it is mended is none. */
    gravest: (): Problem | undefined => inOrder().find(({ action }) => action !== 'none'),

    /** Says a problem, or says it in other words; it keeps the time since which it is there. */
    raise({ code, message, action, progress, onDismissed }: Raised): void {
      const known = problems.get(code)
      if (known?.message === message && known.action === action && known.progress === progress) return
      if (onDismissed) dismissals.set(code, onDismissed)
      problems.set(code, {
        ...{ code, message, action, since: known?.since ?? new Date().toISOString() },
        ...(progress !== undefined && { progress }),
        ...(onDismissed && { dismissible: true }),
      })
      events.emit({ type: 'condition.changed' })
    },

    settle,

    /** Somebody has read it. @throws AppError `condition.unknown` (404), `condition.open` (409) where that does not end it */
    dismiss(code: string): void {
      if (!problems.has(code)) fail('condition.unknown', words.condition.unknown(code), { status: 404 })
      const onDismissed =
        dismissals.get(code) ?? fail('condition.open', words.condition.notDismissible, { status: 409 })
      onDismissed()
      settle(code)
    },
  }
}
export type ConditionService = ReturnType<typeof conditionService>
