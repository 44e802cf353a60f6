import { isDeepStrictEqual } from 'node:util'
import { fail } from '../../base/errors.ts'
import type { EventBus } from '../../base/events.ts'
import * as words from '../../base/words/index.ts'
import type {
  CheckedSchedule,
  Schedule,
  ScheduleChange,
  Timing,
  TimingPreview,
} from '../../shared/contract/schedules.ts'
import type { Task } from '../../shared/contract/tasks.ts'
import type { Library } from '../../storage/library/library.ts'
import type { ScheduleFacts, ScheduleStore } from '../../storage/tasks/schedules.ts'
import { definedOnly } from '../agents/defined-only.ts'
import type { TaskService } from '../tasks/tasks.ts'
import type { ScheduleClock } from './clock.ts'
import type { ScheduleLaunch } from './launch.ts'

type Parts = {
  store: ScheduleStore
  library: Library
  tasks: TaskService
  launch: ScheduleLaunch
  clock: ScheduleClock
  events: EventBus
}

/** Characters of a prompt that name a schedule which has no name. */
const MAX_NAME = 60
/** Runs that a preview tells. */
const previewed = 3

/** Agents that run by themselves: at times, or when a folder's documents change. */
export const scheduleService = ({ store, library, tasks, launch, clock, events }: Parts) => {
  /** @throws AppError `schedule.unknown` (404) */
  const find = (id: string): Schedule =>
    store.find(id) ?? fail('schedule.unknown', words.schedules.unknown(id), { status: 404 })

  /** @throws AppError as launching does; `folder.unknown` (404), `schedule.cron`, `schedule.never` (400) */
  const checked = async (facts: ScheduleFacts): Promise<{ facts: ScheduleFacts; nextAt: number | undefined }> => {
    const { agentId, workspaceId, prompt, documentIds, timing, enabled } = facts
    await tasks.check({ agentId, workspaceId, prompt, ...(documentIds && { documentIds }) })
    if (timing.kind === 'folder') {
      if ((await library.folders.find(timing.folderId))?.workspaceId !== workspaceId)
        fail('folder.unknown', words.schedules.unknownFolder, { status: 404 })
      return { facts: named(facts), nextAt: undefined }
    }
    const [next] = await following(timing, 1)
    if (next === undefined && enabled) fail('schedule.never', words.schedules.never)
    return { facts: named(facts), nextAt: next }
  }

  const following = async (timing: Exclude<Timing, { kind: 'folder' }>, count: number): Promise<number[]> => {
    const { nextRun } = await import('./timing.ts')
    const runs: number[] = []
    for (let at = nextRun(timing, Date.now()); at !== undefined && runs.length < count; at = nextRun(timing, at))
      runs.push(at)
    return runs
  }

  const changed = (id: string): Schedule => {
    const schedule = find(id)
    launch.tell(schedule)
    clock.wake()
    return schedule
  }

  return {
    list: (workspaceId?: string): Schedule[] => store.list(workspaceId),
    get: find,

    /** When a timing would run. @throws AppError `schedule.cron` (400) */
    async preview(timing: Timing): Promise<TimingPreview> {
      const runs = timing.kind === 'folder' ? [] : await following(timing, previewed)
      return { next: runs.map((at) => new Date(at).toISOString()) }
    },

    async add(sent: CheckedSchedule): Promise<Schedule> {
      const { facts, nextAt } = await checked(sent)
      const { id } = store.add(facts, nextAt)
      if (facts.timing.kind === 'folder') store.noteAll(id, facts.timing.folderId)
      return changed(id)
    },

    /** What was due while it was switched off counts as missed no more, nor as news. */
    async change(id: string, { documentIds, ...change }: ScheduleChange): Promise<Schedule> {
      const before = find(id)
      const kept = documentIds === undefined ? before.documentIds : (documentIds ?? undefined)
      const { facts, nextAt } = await checked({ ...before, ...definedOnly(change), documentIds: kept })
      const isAnother = !isDeepStrictEqual(facts.timing, before.timing) || (facts.enabled && !before.enabled)
      store.put(id, facts, isAnother || before.nextAt === undefined ? nextAt : Date.parse(before.nextAt))
      if (isAnother && facts.timing.kind === 'folder') store.noteAll(id, facts.timing.folderId)
      return changed(id)
    },

    /** What it launched stays. */
    remove(id: string): void {
      const { workspaceId } = find(id)
      store.remove(id)
      events.emit({ type: 'schedule.changed', id, workspaceId, status: 'removed' })
    },

    /** Runs it once, apart from its times; of a folder, on all that is in it. */
    async run(id: string): Promise<Task> {
      const schedule = find(id)
      const { timing } = schedule
      if (timing.kind !== 'folder') return launch.now(schedule)
      const documentIds = store.folderDocuments(timing.folderId)
      if (documentIds.length === 0) fail('schedule.empty', words.schedules.noDocuments, { status: 409 })
      return launch.now(schedule, { documentIds, names: [] })
    },
  }
}

const named = (facts: ScheduleFacts): ScheduleFacts => ({
  ...facts,
  name: facts.name || firstWords(facts.prompt),
})

const firstWords = (prompt: string): string => {
  const line = prompt.replace(/\s+/g, ' ').trim()
  if (line.length <= MAX_NAME) return line
  const cut = line.slice(0, MAX_NAME + 1).replace(/\s\S*$/, '')
  return `${cut.slice(0, MAX_NAME).toWellFormed()}…`
}
