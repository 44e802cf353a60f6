import type { ModelTools } from '../../agents/run-tools.ts'
import type { Question, Tool } from '../../agents/tools/tool.ts'
import { fail } from '../../base/errors.ts'
import type { EventBus } from '../../base/events.ts'
import type { Logger } from '../../base/log.ts'
import { Stopped } from '../../base/stopped.ts'
import * as words from '../../base/words/index.ts'
import type { Agent } from '../../shared/contract/agents.ts'
import type { Task } from '../../shared/contract/tasks.ts'
import type { Library } from '../../storage/library/library.ts'
import type { ApprovalStore } from '../../storage/tasks/approvals.ts'
import type { ArtifactStore } from '../../storage/tasks/artifacts.ts'
import type { GrantStore } from '../../storage/tasks/grants.ts'
import type { StepContentStore } from '../../storage/tasks/step-contents.ts'
import type { TaskSourceStore } from '../../storage/tasks/task-sources.ts'
import type { TaskStore } from '../../storage/tasks/tasks.ts'
import { providerOf } from '../agents/agent-provider.ts'
import type { AgentService } from '../agents/agents.ts'
import type { ModelService } from '../models/connected-models.ts'
import type { ProviderService } from '../models/providers.ts'
import type { UsageService } from '../models/usage.ts'
import type { LiveSpeech } from './live-speech.ts'
import { subTasks } from './sub-tasks.ts'
import type { CommonTools, Work } from './task-tools.ts'
import { userDecisions } from './user-decisions.ts'

type Parts = {
  tasks: TaskStore
  library: Library
  artifacts: ArtifactStore
  approvals: ApprovalStore
  grants: GrantStore
  contentsOfSteps: StepContentStore
  sources: TaskSourceStore
  agents: AgentService
  providers: ProviderService
  models: ModelService
  usage: UsageService
  live: LiveSpeech
  events: EventBus
  log: Logger
  /** A tool by its name, if it is there just now. */
  findTool(name: string): Promise<Tool | Question | undefined>
  /** Has the queue look for work. */
  wake(): void
  /** Cancels a task that has not ended. */
  cancel(id: string): void
}

/** How many tasks before this one its model sees. */
const MAX_EARLIER = 5

/** What agents with a model work with. */
export const modelToolsService = (parts: Parts) => {
  const { tasks: store, library, artifacts, contentsOfSteps, sources } = parts
  const { providers, models, usage, live, log, findTool } = parts

  return (work: Work, tools: CommonTools): ModelTools => {
    const { task, agent, lease, signal } = work
    const check = () => {
      if (signal.aborted || !store.isOurs(task.id, lease)) throw new Stopped()
    }
    const isSeen = async (documentId: string) => {
      if (task.documentIds && !task.documentIds.includes(documentId)) return false
      return (await library.documents.find(documentId))?.workspaceId === task.workspaceId
    }
    const cite: ModelTools['cite'] = (source) => sources.number(task.id, source)

    /** Documents that a task which this one launches sees; undefined where they are all. */
    const seenDocuments = async (): Promise<string[] | undefined> => {
      const seen = (await tools.documents()).map(({ id }) => id)
      const all = task.documentIds ? undefined : await library.documents.ofWorkspace(task.workspaceId)
      return !all || seen.length < all.length ? seen : undefined
    }
    const children = subTasks(parts, { ...work, cite, check, seenDocuments })

    return {
      async connect() {
        const provider = providerOf(agent, providers.all()) ?? noProvider(agent)
        return models.connect({ providerId: provider.id, modelId: agent.modelId, taskId: task.id, agentId: agent.id })
      },
      steps: () => contentsOfSteps.ofTask(task.id),
      ...userDecisions(parts, work),
      park: (isStill) => {
        check()
        return store.park(task.id, lease, isStill)
      },
      tool: findTool,
      context: (call, stop, progress) => ({
        ...tools,
        signal: stop,
        task,
        async page(documentId, number) {
          const { pages } = library
          const text = (await isSeen(documentId)) ? (await pages.page(documentId, number))?.text : undefined
          return text === undefined ? undefined : { text, passages: await pages.passages(documentId, number) }
        },
        cite,
        progress,
        agents: children.runnable,
        runAgent: (agentId, prompt) => children.run(call, agentId, prompt, stop),
      }),
      isWaiting: (taskId) => store.find(taskId)?.status === 'waiting',
      sources: () =>
        Promise.all(
          sources.ofTask(task.id).map(async (source) => {
            const page = await library.pages.page(source.documentId, source.page)
            return { ...source, quote: page?.text.slice(source.start, source.end) ?? '' }
          }),
        ),
      artifacts: () =>
        artifacts.ofTask(task.id).map(({ id, name, mediaType, size }) => ({ id, name, mediaType, size })),
      earlier() {
        const found: Task[] = []
        for (let id = task.continues; id !== undefined && found.length < MAX_EARLIER; ) {
          const before = store.find(id)
          if (before) found.unshift(before)
          id = before?.continues
        }
        return found
      },
      cite,
      show: (stepId, read) => live.show(task.id, stepId, read),
      log: (error) => log.warn({ task: task.id, err: error }, 'a tool failed'),
      noteProgress() {
        const { inputTokens, outputTokens, calls, milliseconds, cost } = usage.ofTask(task.id)
        const used = { inputTokens, outputTokens, calls, milliseconds, ...(cost !== undefined && { cost }) }
        store.noteProgress(task.id, used)
      },
    }
  }
}

const noProvider = ({ providerId, name }: Agent): never =>
  providerId === undefined
    ? fail('model.missing', words.tasks.noModel)
    : fail('provider.unknown', words.tasks.noProvider(name))
