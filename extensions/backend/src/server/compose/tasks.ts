import type { AllTools } from '../../agents/run-tools.ts'
import { runOf, soFar } from '../../agents/runs.ts'
import { providerOf } from '../../services/agents/agent-provider.ts'
import { toolFinder } from '../../services/agents/tool-finder.ts'
import { approvalService } from '../../services/tasks/approvals.ts'
import { journalService } from '../../services/tasks/file-changes.ts'
import { snapshotService } from '../../services/tasks/folder-snapshots.ts'
import { liveSpeech } from '../../services/tasks/live-speech.ts'
import { modelToolsService } from '../../services/tasks/model-tools.ts'
import { queueService, readQueueSettings } from '../../services/tasks/queue-settings.ts'
import { type Runner, taskRunner } from '../../services/tasks/task-queue.ts'
import { taskTools, type Work } from '../../services/tasks/task-tools.ts'
import { taskService } from '../../services/tasks/tasks.ts'
import { snapshotPlaces } from '../../storage/tasks/folder-snapshots/places.ts'
import type { Foundation } from '../foundation.ts'
import type { Agents } from './agents.ts'
import type { Models } from './models.ts'
import type { Reading } from './reading.ts'
import type { Search } from './search.ts'
import type { Threads } from './threads.ts'

/** Tasks, the queue in which they run, and what they work with and leave behind. */
export const openTasks = (foundation: Foundation, parts: Threads & Models & Reading & Search & Agents) => {
  const { afterCrash = false, dataDir, events, log, room, stores, tools } = foundation
  const { agents, analysing, externalAgents, mcp, models, programs, providers, searching, usage } = parts
  const live = liveSpeech()
  const commonTools = taskTools({ ...stores, searching, analysing, events })
  const modelTools = modelToolsService({
    ...{ ...stores, agents, providers, models, usage, live, events, log },
    findTool: toolFinder({ mcp, also: tools }),
    wake: () => runner.wake(),
    cancel: (id) => tasks.cancel(id),
  })
  const toolsFor = (work: Work): AllTools => {
    const common = commonTools(work)
    return { ...common, model: modelTools(work, common) }
  }
  const snapshots = snapshotService({
    ...{ ...stores, dataDir, places: snapshotPlaces(dataDir), events, log },
    threads: parts.snapshotThreads,
  })
  const runner: Runner = taskRunner({
    ...{ store: stores.tasks, agents, room, events, log, toolsFor, soFar },
    runOf: runOf({
      open: externalAgents.open,
      offerLibrary: parts.taskLibraries.offer,
      noteAsking: agents.noteAsking,
      endAbandoned: programs.endAbandoned,
      snapshots,
      afterCrash,
    }),
    settings: () => readQueueSettings(stores.preferences),
    providerOf: (agent) => providerOf(agent, providers.all()),
  })
  const tasks = taskService({ ...stores, store: stores.tasks, agents, runner, events })
  return {
    live,
    snapshots,
    runner,
    queue: queueService({ ...stores, room, events, wake: runner.wake }),
    tasks,
    approvals: approvalService({ store: stores.approvals, grants: stores.grants, tasks, runner }),
    journal: journalService({ ...stores, store: stores.changes, tasks }),
  }
}
export type Tasks = ReturnType<typeof openTasks>
