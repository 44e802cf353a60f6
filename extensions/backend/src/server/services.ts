import { setTimeout as delay } from 'node:timers/promises'
import type { AllTools } from '../agents/run-tools.ts'
import { runOf, soFar } from '../agents/runs.ts'
import { providerOf } from '../services/agents/agent-provider.ts'
import { agentService } from '../services/agents/agents.ts'
import { externalAgentService } from '../services/agents/external-agents.ts'
import { externalSetups } from '../services/agents/external-setup.ts'
import { mcpAccessService } from '../services/agents/mcp-access.ts'
import { libraryService } from '../services/agents/mcp-library.ts'
import { mcpService } from '../services/agents/mcp-servers.ts'
import { toolFinder } from '../services/agents/tool-finder.ts'
import { exportService } from '../services/exchange/exports.ts'
import { importService } from '../services/exchange/imports.ts'
import { documentService } from '../services/library/documents.ts'
import { intakeService } from '../services/library/indexing.ts'
import { openingService } from '../services/library/open-original.ts'
import { originalService } from '../services/library/originals.ts'
import { passwords as openPasswords } from '../services/library/passwords.ts'
import { workspaceService } from '../services/library/workspaces.ts'
import { modelService } from '../services/models/connected-models.ts'
import { doctorService } from '../services/models/doctor/doctor.ts'
import { openSystemKeys } from '../services/models/keyring.ts'
import { keyService } from '../services/models/keys.ts'
import { providerService } from '../services/models/providers.ts'
import { usageService } from '../services/models/usage.ts'
import { scheduleClock } from '../services/schedules/clock.ts'
import { scheduleLaunch } from '../services/schedules/launch.ts'
import { scheduleService } from '../services/schedules/schedules.ts'
import { embeddingService } from '../services/search/embeddings.ts'
import { findService } from '../services/search/find.ts'
import { searchingByMeaning } from '../services/search/search-by-meaning.ts'
import { damagedOriginals } from '../services/system/damaged-originals.ts'
import { databaseCare } from '../services/system/database-care.ts'
import { tellOfRescued } from '../services/system/database-watch.ts'
import { diagnosticsService } from '../services/system/diagnostics.ts'
import { linkService } from '../services/system/links.ts'
import { logService } from '../services/system/logs.ts'
import { originalCheckService } from '../services/system/original-checks.ts'
import { neighbourWatch } from '../services/system/other-instances.ts'
import { preferenceService } from '../services/system/preferences.ts'
import { recoveryService } from '../services/system/recovery.ts'
import { storageService } from '../services/system/storage.ts'
import { unclaimedService } from '../services/system/unclaimed.ts'
import { approvalService } from '../services/tasks/approvals.ts'
import { journalService } from '../services/tasks/file-changes.ts'
import { snapshotService } from '../services/tasks/folder-snapshots.ts'
import { liveSpeech } from '../services/tasks/live-speech.ts'
import { modelToolsService } from '../services/tasks/model-tools.ts'
import { queueService, readQueueSettings } from '../services/tasks/queue-settings.ts'
import { taskLibraries as openTaskLibraries } from '../services/tasks/task-library.ts'
import { type Runner, taskRunner } from '../services/tasks/task-queue.ts'
import { taskTools, type Work } from '../services/tasks/task-tools.ts'
import { taskService } from '../services/tasks/tasks.ts'
import { isDamage } from '../storage/database/corruption.ts'
import { diagnosticsStore } from '../storage/database/counts.ts'
import { instanceStore } from '../storage/database/instances.ts'
import { hasFreePages } from '../storage/database/vacuum.ts'
import { embeddingStore } from '../storage/index/embeddings.ts'
import { openedCopies } from '../storage/originals/opened-copies.ts'
import { originalCheckStore } from '../storage/originals/original-checks.ts'
import { keyFile } from '../storage/setup/key-file.ts'
import { mcpAccessStore } from '../storage/setup/mcp-access.ts'
import { mcpStore } from '../storage/setup/mcp-servers.ts'
import { mcpProcessStore } from '../storage/setup/program-processes.ts'
import { providerStore } from '../storage/setup/providers.ts'
import { usageStore } from '../storage/setup/usage.ts'
import { snapshotPlaces } from '../storage/tasks/folder-snapshots/places.ts'
import { scheduleStore } from '../storage/tasks/schedules.ts'
import { analysing as openAnalysing } from '../workers/analysis-threads.ts'
import { databaseCareThread } from '../workers/database-care-thread.ts'
import { indexing as openIndexing } from '../workers/index-threads.ts'
import { searching as openSearching } from '../workers/search-thread.ts'
import { snapshotThreads } from '../workers/snapshot-threads.ts'
import { openVectors } from '../workers/vectors-thread.ts'
import { type Launch, openFoundation } from './foundation.ts'
import { openFolders } from './open-folders.ts'

/** Opens the data directory and builds everything that routes may call. */
export const openServices = async (launch: Launch) => {
  const { dataDir, log, version, afterCrash = false } = launch
  const foundation = await openFoundation(launch)
  const { condition, damage, database, db, ending, events, instance, integrity, room, space, stores, sums, upkeep } =
    foundation
  const inThread = { dataDir, onError: damage.met }
  const indexing = openIndexing({ ...inThread, log })
  const vectors = openVectors(inThread)
  const analysing = openAnalysing(inThread)
  const passwords = openPasswords()
  const keys = keyService({ file: keyFile(dataDir), openKeyring: () => openSystemKeys(log), log })
  const providers = providerService({ store: providerStore(db), keys })
  const setups = externalSetups({ keys })
  const agents = agentService({ store: stores.agents, providers: providers.all, setups, events })
  const copies = openedCopies({ dataDir, sums, log, isThere: (id) => stores.documents.find(id) !== undefined })
  const originals = originalService({ ...stores, copies, sums })
  const reading = { ...stores, store: stores.documents, originals, indexing, passwords, room, events, log }
  const intake = intakeService({ ...reading, isLost: database.isLost })
  const usage = usageService({ store: usageStore(db) })
  const models = modelService({ providers, usage })
  const embeddings = embeddingService({
    ...{ store: embeddingStore(db), preferences: stores.preferences, providers, models, vectors, room, events, log },
    isReading: () => indexing.isBusy || intake.isWorking(),
  })
  const searching = searchingByMeaning({ embeddings, models, vectors, searching: openSearching(inThread), log })
  const processes = mcpProcessStore(db)
  const mcp = mcpService({ store: mcpStore(db), processes, keys, events, log, version })
  const externalAgents = externalAgentService({ agents, setups, processes, log, version })
  const taskLibraries = openTaskLibraries({ port: launch.port })
  const mcpAccess = mcpAccessService({ store: mcpAccessStore(db), keys, port: launch.port, dataDir })
  const library = libraryService({ ...stores, searching, analysing })
  const live = liveSpeech()
  const commonTools = taskTools({ ...stores, searching, analysing, events })
  const modelTools = modelToolsService({
    ...{ ...stores, agents, providers, models, usage, live, events, log },
    findTool: toolFinder({ mcp, also: launch.tools }),
    wake: () => runner.wake(),
    cancel: (id) => tasks.cancel(id),
  })
  const toolsFor = (work: Work): AllTools => {
    const tools = commonTools(work)
    return { ...tools, model: modelTools(work, tools) }
  }
  const snapshots = snapshotService({
    ...stores,
    dataDir,
    threads: snapshotThreads(),
    places: snapshotPlaces(dataDir),
    events,
    log,
  })
  const runner: Runner = taskRunner({
    ...{ store: stores.tasks, agents, room, events, log, toolsFor, soFar },
    runOf: runOf({
      open: externalAgents.open,
      offerLibrary: taskLibraries.offer,
      noteAsking: agents.noteAsking,
      endAbandoned: mcp.start,
      snapshots,
      afterCrash,
    }),
    settings: () => readQueueSettings(stores.preferences),
    providerOf: (agent) => providerOf(agent, providers.all()),
  })
  const queue = queueService({ ...stores, room, events, wake: runner.wake })
  const tasks = taskService({ ...stores, originals, store: stores.tasks, agents, runner, events })
  const approvals = approvalService({ store: stores.approvals, grants: stores.grants, tasks, runner })
  const damaged = damagedOriginals({ ...stores, condition, events, wake: intake.wake, log })
  const documents = documentService({ ...reading, db, space, intake, copies })
  const workspaces = workspaceService({
    ...stores,
    store: stores.workspaces,
    copies,
    documents,
    tasks,
    indexing,
    room,
    events,
  })
  const { folders, keeper } = openFolders({ ...reading, db, dataDir, documents, intake })
  const recovery = recoveryService({ ...stores, db, keeper, intake, condition, events, signal: ending.signal })
  const unclaimed = unclaimedService({ ...stores, documents })
  const planned = { ...stores, store: scheduleStore(db), tasks, agents, events, log }
  const launching = scheduleLaunch(planned)
  const clock = scheduleClock({ ...planned, launch: launching, isLooking: keeper.isLooking })
  const schedules = scheduleService({ ...planned, launch: launching, clock })
  const journal = journalService({ originals, store: stores.changes, tasks })
  const search = findService({ ...stores, searching })
  const exports = exportService({ ...stores, workspaces, tasks, originals, version })
  const imports = importService({ ...stores, workspaces, documents })
  const storage = storageService({ dataDir, documents: stores.documents })
  const originalChecks = originalCheckService({
    ...{ ...stores, store: originalCheckStore(db), originals, damaged, log },
    isReading: () => indexing.isBusy || intake.isWorking(),
  })
  const care = databaseCare({
    ...{
      dataDir,
      thread: databaseCareThread(dataDir),
      condition,
      damage,
      log,
      wasUnclean: instance.wasUnclean,
      restart: launch.restart,
    },
    isReading: () => indexing.isBusy || intake.isWorking(),
  })
  const opening = openingService({ ...stores, originals, copies })
  const links = linkService()
  const preferences = preferenceService({ store: stores.preferences })
  const doctor = doctorService({ providers })
  const diagnostics = diagnosticsService({ store: diagnosticsStore(db), storage, providers, version })
  const logs = logService({ dataDir, secrets: [launch.token] })
  const neighbours = neighbourWatch({ store: instanceStore(db), events, log })
  const finishRemovals = async () => {
    await documents.finishRemovals()
    await workspaces.finishRemovals()
  }
  room.listen(() => {
    intake.wake()
    runner.wake()
    embeddings.wake()
    if (!room.isLow()) {
      keeper.lookAgain()
      finishRemovals().catch((error: unknown) => log.warn({ err: error }, 'removals are ended at the next start'))
    }
    events.emit({ type: 'indexing.changed', paused: intake.state().paused })
    events.emit({ type: 'queue.changed', paused: queue.get().paused })
    events.emit({ type: 'embeddings.changed' })
  })
  let tidying: Promise<void> = Promise.resolve()

  return {
    ...launch,
    events,
    condition,
    database,
    room,
    agents,
    tasks,
    queue,
    schedules,
    journal,
    approvals,
    live,
    documents,
    workspaces,
    search,
    searching,
    analysing,
    exports,
    imports,
    opening,
    links,
    storage,
    care,
    originalChecks,
    recovery,
    unclaimed,
    preferences,
    intake,
    folders,
    providers,
    usage,
    models,
    embeddings,
    mcp,
    mcpAccess,
    externalAgents,
    taskLibraries,
    library,
    doctor,
    diagnostics,
    logs,
    /** Aborted when the server ends: streams that are open close. */
    ending: ending.signal,

    /** Takes up what an earlier run left; what fails of it is tried again, or at the next start. */
    start(): void {
      /** What is damaged is known by then, and keeps nothing else from its work. */
      const begin = (...parts: { start(): void }[]) => {
        for (const each of parts) {
          try {
            each.start()
          } catch (error) {
            if (!isDamage(error)) throw error
          }
        }
      }
      begin(database, room, care)
      tellOfRescued({ dataDir, condition })
      begin({ start: damaged.look }, intake, originalChecks, runner, neighbours)
      const failed = (error: unknown) => log.warn({ err: error }, 'what the database lacks was not recovered')
      recovery
        .resume()
        .catch(failed)
        .finally(() => ending.signal.aborted || begin(keeper))
      recovery.look().catch(failed)
      begin(clock, embeddings, upkeep)
      const tidy = async () => {
        await mcp.start()
        await snapshots.tidy()
        await finishRemovals()
        await upkeep.sweep()
        copies.clear()
        if (hasFreePages(db)) indexing.giveBack()
      }
      tidying = tidy().catch((error: unknown) => log.warn({ err: error }, 'what an earlier run left was not tidied up'))
    },

    /**
     * Stops all work, marks what ran, and closes the database with its log folded in; one that was lost is saved first.
     * Until `answered`, for a while, requests that are open still find it.
     */
    async close({ answered = Promise.resolve() }: { answered?: Promise<unknown> } = {}): Promise<void> {
      ending.abort()
      try {
        await room.close()
        const atWork = [runner, clock, intake, originalChecks, embeddings, mcp, externalAgents].map((each) =>
          each.close(),
        )
        await Promise.all([...atWork, keeper.closeAll()])
        await Promise.all([indexing, searching, vectors, analysing, snapshots, care].map((each) => each.close()))
        await Promise.race([Promise.all([tidying, answered]), delay(500, undefined, { ref: false })])
        neighbours.close()
        await upkeep.close()
      } finally {
        try {
          if (!(await database.close())) db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
        } finally {
          await integrity.close()
          db.close()
          instance.leave()
        }
      }
    },
  }
}
export type Services = Awaited<ReturnType<typeof openServices>>
