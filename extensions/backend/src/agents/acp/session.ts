import type { McpServer } from '@agentclientprotocol/sdk'
import { AppError } from '../../base/errors.ts'
import type { ApprovalPolicy } from '../../shared/contract/agents.ts'
import type { Asking } from '../../shared/contract/external.ts'
import { type Choice, chooseAsking, mustAsk } from './asking.ts'
import type { AgentProgram } from './connection.ts'
import { methods } from './sdk.ts'

type Options = {
  folder: string
  /** The session of an earlier attempt. */
  earlier: string | undefined
  /** Where it may search the documents, should it be able to. */
  library: { url: string; token: string } | undefined
  /** What it is to ask about before it does it, where it can be told. */
  approvals: ApprovalPolicy
  /** It asks whatever its modes say. */
  asksAnyway: boolean
  /** Seconds that it may take to begin. */
  timeout?: number
}

/** `asking` is whether it asks as it is to; nothing where it need not. */
export type Session = { id: string; isResumed: boolean; hasLibrary: boolean; mode?: string; asking?: Asking }

/** Seconds that a session may take to begin: servers of the agent's own may have to start for it. */
const SESSION_TIMEOUT = 120

/** Begins a session, or takes up an earlier one where the agent can. @throws what the agent says, AppError `acp.gone` */
export const openSession = async (program: AgentProgram, options: Options): Promise<Session> => {
  const { folder: cwd, earlier, library, approvals, asksAnyway, timeout = SESSION_TIMEOUT } = options
  const { agentCapabilities: abilities = {} } = program.facts
  const hasLibrary = library !== undefined && abilities.mcpCapabilities?.http === true
  const mcpServers = hasLibrary ? [serverOf(library)] : []

  const resumed = async (sessionId: string) => {
    try {
      const answer = await program.ask(
        (agent) => agent.request(methods.agent.session.load, { sessionId, cwd, mcpServers }),
        timeout,
      )
      return { ...answer, sessionId, isResumed: true }
    } catch (error) {
      if (error instanceof AppError || (error as Error).name === 'AbortError') throw error
      return undefined // it knows that session no more
    }
  }
  const begun = async () => {
    const answer = await program.ask((agent) => agent.request(methods.agent.session.new, { cwd, mcpServers }), timeout)
    return { ...answer, isResumed: false }
  }

  const taken = earlier !== undefined && abilities.loadSession ? await resumed(earlier) : undefined
  const { sessionId, modes, configOptions, isResumed } = taken ?? (await begun())
  const begin = { id: sessionId, isResumed, hasLibrary }
  if (!mustAsk(approvals)) return { ...begin, ...(modes && { mode: modes.currentModeId }) }
  const { asking, choices } = chooseAsking({ modes, configOptions }, approvals, { asksAnyway })
  for (const choice of choices) await choose(program, sessionId, choice)
  const mode = choices.find(({ option }) => option === undefined)?.value ?? modes?.currentModeId
  return { ...begin, asking, ...(mode && { mode }) }
}

const serverOf = ({ url, token }: { url: string; token: string }): McpServer => ({
  type: 'http',
  name: 'aios',
  url,
  headers: [{ name: 'Authorization', value: `Bearer ${token}` }],
})

/** Some agents begin in a mode in which they, or their model, decide what need not be asked: the user is to decide. */
const choose = (program: AgentProgram, sessionId: string, { option, value }: Choice): Promise<unknown> =>
  program.ask(
    (agent) =>
      option === undefined
        ? agent.request(methods.agent.session.setMode, { sessionId, modeId: value })
        : agent.request(methods.agent.session.setConfigOption, { sessionId, configId: option, value }),
    SESSION_TIMEOUT,
  )
