import type { ModelTools } from '../../agents/run-tools.ts'
import type { EventBus } from '../../base/events.ts'
import { Stopped } from '../../base/stopped.ts'
import * as words from '../../base/words/index.ts'
import type { ApprovalStore, Asked } from '../../storage/tasks/approvals.ts'
import type { GrantStore } from '../../storage/tasks/grants.ts'
import type { TaskStore } from '../../storage/tasks/tasks.ts'
import type { AgentService } from '../agents/agents.ts'
import { nextChange } from './next-change.ts'
import { tellHowTaskIs } from './task-changes.ts'
import { lineOf, strictestRule } from './task-line.ts'
import type { Work } from './task-tools.ts'

type Parts = { tasks: TaskStore; approvals: ApprovalStore; grants: GrantStore; agents: AgentService; events: EventBus }

type Decisions = Pick<ModelTools, 'approvals' | 'ask' | 'answer' | 'isGranted' | 'rule'>

/** What the user of a task decides: asked while it works, allowed before, or set for its agent. */
export const userDecisions = (
  { tasks: store, approvals, grants, agents, events }: Parts,
  { task, agent, lease, signal, waiting }: Work,
): Decisions => {
  const tell = () => tellHowTaskIs(events, store, task.id)

  /** @throws Stopped where the claim was lost */
  const ask = (asked: Asked): string => {
    const { kind, tool, title, call } = asked
    const asks = kind === 'question' ? words.decisions.asks(title) : words.decisions.needsDecision(title)
    const asking = approvals.ask(task.id, asked, (approvalId) =>
      store.startStep(task.id, lease, { kind: 'approval', title: asks, detail: { tool, call, approvalId } }),
    )
    if (!asking) throw new Stopped()
    return asking.id
  }

  return {
    approvals: () => approvals.ofTask(task.id),
    ask(asked) {
      ask(asked)
      tell()
    },
    async answer(asked, over) {
      const id = ask(asked)
      if (!store.hold(task.id, lease)) throw new Stopped()
      tell()
      const either = AbortSignal.any([signal, over])
      await waiting(true)
      try {
        for (;;) {
          const asking = approvals.ofTask(task.id).find((each) => each.id === id)
          if (asking && asking.status !== 'pending') return asking
          await nextChange(events, (change) => change.type === 'task.changed' && change.id === task.id, either)
        }
      } finally {
        await waiting(false)
      }
    },
    // Nobody watches what a schedule launched: it asks all the same.
    isGranted: (tool, identity) => task.scheduleId === undefined && grants.has(agent.id, tool, identity),
    rule: (risk) => strictestRule(lineOf(store, task), agents.all(), risk),
  }
}
