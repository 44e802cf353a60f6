import { AppError } from '../../base/errors.ts'
import type { EventBus } from '../../base/events.ts'
import type { Logger } from '../../base/log.ts'
import * as words from '../../base/words/index.ts'
import type { Schedule } from '../../shared/contract/schedules.ts'
import type { Task } from '../../shared/contract/tasks.ts'
import type { ScheduleStore, Turn } from '../../storage/tasks/schedules.ts'
import type { AgentService } from '../agents/agents.ts'
import { reasonOf } from '../tasks/task-tools.ts'
import type { TaskService } from '../tasks/tasks.ts'

type Parts = { store: ScheduleStore; tasks: TaskService; agents: AgentService; events: EventBus; log: Logger }

/** What a run is about where a folder started it. */
type News = { documentIds: string[]; names: string[] }

/** Names of documents that a prompt tells at most. */
const MAX_NAMES = 50

/** Launches what schedules are for. */
export const scheduleLaunch = ({ store, tasks, agents, events, log }: Parts) => {
  const requestOf = (schedule: Schedule, news?: News) => {
    const { agentId, workspaceId, prompt, priority } = schedule
    const documentIds = news?.documentIds ?? schedule.documentIds
    const isModel = agents.get(agentId).mode === 'model'
    return {
      ...{ agentId, workspaceId, priority },
      prompt: news && isModel ? `${prompt}\n\n${namesOf(news)}` : prompt,
      ...(documentIds && documentIds.length > 0 && { documentIds }),
    }
  }

  const tell = ({ id, workspaceId }: Schedule) =>
    events.emit({ type: 'schedule.changed', id, workspaceId, status: 'present' })

  return {
    tell,

    /** One task, asked for by hand. @throws AppError as launching any task does */
    async now(schedule: Schedule, news?: News): Promise<Task> {
      const request = requestOf(schedule, news)
      await tasks.check(request)
      const task = tasks.launched(tasks.add(request, undefined, schedule.id))
      tell(schedule)
      return task
    },

    /**
     * Takes the turn that was to come at `nextAt`: as many tasks as `runs`, or the reason why there can be none. `also`
     * runs in the same transaction. False when another instance was faster.
     */
    async turn(
      schedule: Schedule,
      nextAt: number | undefined,
      { runs, news, also, ...turn }: Turn & { runs: number; news?: News | undefined; also?: () => void },
    ): Promise<boolean> {
      const refusal = runs > 0 ? await refusalOf(async () => tasks.check(requestOf(schedule, news))) : undefined
      const count = refusal === undefined ? runs : 0
      const launched: Task[] = []
      const isOurs = store.turn(schedule.id, nextAt, { ...turn, note: refusal ?? turn.note }, () => {
        also?.()
        for (let run = 0; run < count; run++)
          launched.push(tasks.add(requestOf(schedule, news), undefined, schedule.id))
      })
      if (!isOurs) return false
      if (refusal !== undefined) log.warn({ schedule: schedule.id, refusal }, 'a schedule could not launch its task')
      for (const task of launched) tasks.launched(task)
      tell(schedule)
      return true
    },
  }
}
export type ScheduleLaunch = ReturnType<typeof scheduleLaunch>

const refusalOf = async (check: () => Promise<void>): Promise<string | undefined> => {
  try {
    await check()
    return undefined
  } catch (error) {
    if (error instanceof AppError) return reasonOf(error)
    throw error
  }
}

/** File names come from anywhere: each stands in quotation marks, on one line. */
const namesOf = ({ names }: News): string => {
  const told = names.slice(0, MAX_NAMES).map((name) => `“${name.replace(/[\p{C}“”]/gu, ' ').slice(0, 200)}”`)
  const more = names.length - told.length
  return words.schedules.changed(told, more)
}
