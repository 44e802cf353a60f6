import { openAgents } from './compose/agents.ts'
import { openLibrary } from './compose/library.ts'
import { lifecycle } from './compose/lifecycle.ts'
import { openModels } from './compose/models.ts'
import { openReading } from './compose/reading.ts'
import { openSchedules } from './compose/schedules.ts'
import { openSearch } from './compose/search.ts'
import { openSystem } from './compose/system.ts'
import { openTasks } from './compose/tasks.ts'
import { type Launch, openFoundation } from './foundation.ts'

/** Opens the data directory and builds everything that routes may call, one floor after the other. */
export const openServices = async (launch: Launch) => {
  const foundation = await openFoundation(launch)
  const { threads } = foundation
  const models = openModels(foundation)
  const reading = openReading(foundation, threads)
  const search = openSearch(foundation, { ...threads, ...models, ...reading })
  const agents = openAgents(foundation, { ...threads, ...models, ...search })
  const tasks = openTasks(foundation, { ...threads, ...models, ...reading, ...search, ...agents })
  const library = openLibrary(foundation, { ...threads, ...reading, ...tasks })
  const schedules = openSchedules(foundation, { ...agents, ...tasks, ...library })
  const system = openSystem(foundation, { ...threads, ...models, ...reading })
  const parts = {
    ...{ ...foundation, ...threads, ...models, ...reading, ...search, ...agents },
    ...{ ...tasks, ...library, ...schedules, ...system },
  }
  const { start, close } = lifecycle(parts)
  const { events, condition, database, room, ending } = foundation

  return {
    ...launch,
    events,
    condition,
    database,
    room,
    /** Aborted when the server ends: streams that are open close. */
    ending: ending.signal,

    analysing: threads.analysing,
    providers: models.providers,
    usage: models.usage,
    models: models.models,
    doctor: models.doctor,
    documents: reading.documents,
    intake: reading.intake,
    embeddings: search.embeddings,
    search: search.search,
    searching: search.searching,

    agents: agents.agents,
    externalAgents: agents.externalAgents,
    mcp: agents.mcp,
    mcpAccess: agents.mcpAccess,
    library: agents.library,
    taskLibraries: agents.taskLibraries,
    approvals: tasks.approvals,
    journal: tasks.journal,
    live: tasks.live,
    queue: tasks.queue,
    tasks: tasks.tasks,
    schedules: schedules.schedules,

    exports: library.exports,
    folders: library.folders,
    imports: library.imports,
    opening: library.opening,
    recovery: library.recovery,
    unclaimed: library.unclaimed,
    workspaces: library.workspaces,

    care: system.care,
    diagnostics: system.diagnostics,
    links: system.links,
    logs: system.logs,
    originalChecks: system.originalChecks,
    preferences: system.preferences,
    storage: system.storage,

    start,
    close,
  }
}
export type Services = Awaited<ReturnType<typeof openServices>>
