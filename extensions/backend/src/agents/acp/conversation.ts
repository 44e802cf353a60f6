import type { ContentBlock, StopReason } from '@agentclientprotocol/sdk'
import { orAborted } from '../../base/until.ts'
import * as words from '../../base/words/index.ts'
import type { ExternalAgent } from '../../shared/contract/agents.ts'
import type { External } from '../../shared/contract/external.ts'
import type { Task } from '../../shared/contract/tasks.ts'
import type { AllTools } from '../run-tools.ts'
import type { AgentProgram, Handlers } from './connection.ts'
import { problemOf } from './failure.ts'
import type { FolderFiles } from './files.ts'
import { isMadeToAsk } from './known.ts'
import { promptOf } from './prompt.ts'
import { methods } from './sdk.ts'
import { openSession, type Session } from './session.ts'

/** A task, who works on it, and with what. */
export type Context = { task: Task; agent: ExternalAgent; external: External; tools: AllTools; files: FolderFiles }

/** Starts an agent's program, with the values of its variables. @throws AppError */
export type OpenProgram = (
  agent: ExternalAgent,
  options: { signal: AbortSignal; handlers: Handlers },
) => Promise<AgentProgram>

/** How often an agent is told, in one run, what its user said to what was not allowed. */
const MAX_FEEDBACK = 10

type Begin = {
  open: OpenProgram
  handlers: Handlers
  library: { url: string; token: string } | undefined
  signal: AbortSignal
}

/** Starts the program and its session, as a step. */
export const begin = ({ agent, external, tools, files }: Context, { open, handlers, library, signal }: Begin) =>
  tools.step('model', words.externalAgents.starting(agent.name), async ({ update }) => {
    update({ command: external.commandLine })
    const started = await open(agent, { signal: AbortSignal.any([tools.signal, signal]), handlers })
    const { agentInfo } = started.facts
    const name = agentInfo?.title ?? agentInfo?.name ?? agent.name
    const shown = `${name} ${agentInfo?.version ?? ''}`.trim()
    try {
      const earlier = tools.model.steps().findLast(({ step }) => typeof step.detail.session === 'string')
      const session = await openSession(started, {
        ...{ folder: files.root, library, approvals: agent.approvals },
        earlier: earlier?.step.detail.session as string | undefined,
        asksAnyway: isMadeToAsk(started.facts, external.env),
      })
      return {
        value: { session, started },
        title: session.isResumed ? words.externalAgents.resumed(shown) : words.externalAgents.started(shown),
        detail: {
          ...{ command: external.commandLine, session: session.id, resumed: session.isResumed },
          ...{ mode: session.mode, asking: session.asking },
        },
      }
    } catch (error) {
      await started.close()
      throw problemOf(error, agent.name, started.facts)
    }
  })

type Conversation = {
  program: AgentProgram
  session: Session
  stop: AbortSignal
  feedback(): string[]
}

/** Prompts the agent, and tells it what its user said to what was not allowed, until it has no more to say. */
export const converse = async (
  context: Context,
  { program, session, stop, feedback }: Conversation,
): Promise<StopReason> => {
  const { task, agent, external, tools } = context
  const { isResumed, hasLibrary, id: sessionId } = session
  const embeds = program.facts.agentCapabilities?.promptCapabilities?.embeddedContext === true
  let prompt: ContentBlock[] = await promptOf(task, agent, tools, { external, embeds, isResumed, hasLibrary })
  try {
    for (let turn = 0; ; turn++) {
      const asking = program.ask((agent) => agent.request(methods.agent.session.prompt, { sessionId, prompt }))
      const { stopReason } = await orAborted(asking, stop)
      const words = feedback()
      if (words.length === 0 || turn === MAX_FEEDBACK) return stopReason
      prompt = [{ type: 'text', text: words.join('\n\n') }]
    }
  } catch (error) {
    const bye = program.ask((agent) => agent.notify(methods.agent.session.cancel, { sessionId }))
    await bye.catch(() => undefined) // it is gone, or will be
    throw problemOf(error, agent.name, program.facts)
  }
}
