import { ChildWaits, type ModelTools } from '../../agents/run-tools.ts'
import type { Question, Tool } from '../../agents/tools/tool.ts'
import { fail } from '../../base/errors.ts'
import type { EventBus } from '../../base/events.ts'
import type { Logger } from '../../base/log.ts'
import { Stopped } from '../../base/stopped.ts'
import { renumbered } from '../../shared/citation-syntax.ts'
import type { Agent } from '../../shared/contract/agents.ts'
import type { Task } from '../../shared/contract/tasks.ts'
import { isOver, wasStopped } from '../../shared/task-states.ts'
import type { DocumentStore } from '../../storage/library/documents.ts'
import type { ApprovalStore, Asked } from '../../storage/tasks/approvals.ts'
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
import type { CommonTools, Work } from './common-tools.ts'
import type { LiveSpeech } from './live-speech.ts'
import { nextChange } from './next-change.ts'

type Parts = {
  tasks: TaskStore
  documents: DocumentStore
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

/** How many tasks may launch one another, the first included. */
const deepest = 3
/** How many tasks before this one its model sees. */
const mostEarlier = 5

const strictest = ['deny', 'ask', 'allow'] as const

/** What agents with a model work with. */
export const modelToolsService = (parts: Parts) => {
  const { tasks: store, documents, artifacts, approvals, grants, contentsOfSteps, sources } = parts
  const { agents, providers, models, usage, live, events, log, findTool, wake, cancel } = parts

  const tell = ({ id, workspaceId }: Task) => {
    const task = store.find(id)
    if (task) events.emit({ type: 'task.changed', id, workspaceId, status: task.status })
  }

  /** The task and those that launched it, one by the other. */
  const lineOf = (task: Task): Task[] => {
    const parent = task.parentId === undefined ? undefined : store.find(task.parentId)
    return parent ? [task, ...lineOf(parent)] : [task]
  }

  return ({ task, agent, lease, signal, waiting }: Work, tools: CommonTools): ModelTools => {
    const check = () => {
      if (signal.aborted || !store.isOurs(task.id, lease)) throw new Stopped()
    }
    const isSeen = (documentId: string) => {
      if (task.documentIds && !task.documentIds.includes(documentId)) return false
      return documents.find(documentId)?.workspaceId === task.workspaceId
    }
    const runnable = (): Agent[] => {
      const line = lineOf(task)
      const busy = new Set(line.map(({ agentId }) => agentId))
      if (line.length >= deepest) return []
      return (
        agents
          .all()
          // What a program does is for its user to begin.
          .filter(({ kind }) => kind !== 'external')
          .filter(({ id, scope }) => !busy.has(id) && (scope?.workspaceId ?? task.workspaceId) === task.workspaceId)
      )
    }
    const cite: ModelTools['cite'] = (source) => sources.number(task.id, source)

    /** The task that this call launches; after a crash it is the same one. */
    const launched = (call: string, agentId: string, prompt: string): Task => {
      const parent = { id: task.id, call }
      const found = store.ofCall(parent)
      if (found) {
        // One that was stopped together with this task goes on with it.
        if (wasStopped(found.status) && (found.finishedAt ?? '') < (task.startedAt ?? ''))
          store.again(found.id, { goesOn: agents.isModel(agentId) })
        return found
      }
      const isAllowed = runnable().some(({ id }) => id === agentId)
      if (!isAllowed) fail('agent.not-runnable', 'That agent cannot be run from here. Run another, or do it yourself.')
      const { workspaceId } = task
      const seen = tools.documents().map(({ id }) => id)
      const isNarrow = task.documentIds !== undefined || seen.length < documents.ofWorkspace(workspaceId).length
      return store.add({ agentId, workspaceId, prompt, ...(isNarrow && { documentIds: seen }) }, parent)
    }

    const outcomeOf = ({ status, result, error, agentId }: Task): string | undefined => {
      if (status === 'succeeded' && result) {
        const numbers = result.citations.map((citation) => cite(citation))
        return renumbered(result.markdown, (number) => numbers[number - 1])
      }
      if (!isOver(status)) return undefined
      const { name } = agents.get(agentId)
      return fail('agent.failed', `${name} came to no end: ${error ?? `its task was ${status}`}`)
    }

    const runAgent = async (call: string, agentId: string, prompt: string, stop: AbortSignal): Promise<string> => {
      check()
      const { id } = launched(call, agentId, prompt)
      tell({ ...task, id })
      wake()
      await waiting(true)
      try {
        for (;;) {
          const child = store.find(id) ?? fail('agent.failed', 'The task that it ran was removed.')
          if (child.status === 'waiting') throw new ChildWaits(id)
          const outcome = outcomeOf(child)
          if (outcome !== undefined) return outcome
          await nextChange(events, (change) => change.type === 'task.changed' && change.id === id, stop)
        }
      } catch (error) {
        // Its time is over: nobody waits for the other any more.
        const child = store.find(id)
        if (stop.aborted && !signal.aborted && child && !isOver(child.status)) cancel(id)
        throw error
      } finally {
        await waiting(false)
      }
    }

    const ask = (asked: Asked) => {
      const { kind, tool, title, call } = asked
      const words = kind === 'question' ? `Asks: ${title}` : `Waits for your permission: ${title}`
      const asking = approvals.ask(task.id, asked, (approvalId) =>
        store.startStep(task.id, lease, { kind: 'approval', title: words, detail: { tool, call, approvalId } }),
      )
      if (!asking) throw new Stopped()
      return asking.id
    }

    return {
      async connect() {
        const provider = providerOf(agent, providers.all()) ?? noProvider(agent)
        return models.connect({ providerId: provider.id, modelId: agent.modelId, taskId: task.id, agentId: agent.id })
      },
      steps: () => contentsOfSteps.ofTask(task.id),
      approvals: () => approvals.ofTask(task.id),
      ask(asked) {
        ask(asked)
        tell(task)
      },
      async answer(asked, over) {
        const id = ask(asked)
        if (!store.hold(task.id, lease)) throw new Stopped()
        tell(task)
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
      rule(risk) {
        const all = agents.all()
        const rules = lineOf(task).flatMap(({ agentId }) => all.find(({ id }) => id === agentId)?.approvals[risk] ?? [])
        return strictest.find((each) => rules.includes(each)) ?? 'ask'
      },
      park: (isStill) => {
        check()
        return store.park(task.id, lease, isStill)
      },
      tool: findTool,
      context: (call, stop, progress) => ({
        ...tools,
        signal: stop,
        task,
        page(documentId, number) {
          const text = isSeen(documentId) ? documents.page(documentId, number)?.text : undefined
          return text === undefined ? undefined : { text, passages: documents.passages(documentId, number) }
        },
        cite,
        progress,
        agents: runnable,
        runAgent: (agentId, prompt) => runAgent(call, agentId, prompt, stop),
      }),
      isWaiting: (taskId) => store.find(taskId)?.status === 'waiting',
      sources: () =>
        sources.ofTask(task.id).map((source) => ({
          ...source,
          quote: documents.page(source.documentId, source.page)?.text.slice(source.start, source.end) ?? '',
        })),
      artifacts: () =>
        artifacts.ofTask(task.id).map(({ id, name, mediaType, size }) => ({ id, name, mediaType, size })),
      earlier() {
        const found: Task[] = []
        for (let id = task.continues; id !== undefined && found.length < mostEarlier; ) {
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
export type ModelToolsFor = ReturnType<typeof modelToolsService>

const noProvider = ({ providerId, name }: Agent): never =>
  providerId === undefined
    ? fail('model.missing', 'No model is connected, and this agent needs one. Connect one in the settings, then retry.')
    : fail('provider.unknown', `The provider that ${name} used is gone. Choose another for it, then retry.`)
