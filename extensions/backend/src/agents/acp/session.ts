import type { McpServer, NewSessionResponse } from '@agentclientprotocol/sdk'
import { AppError } from '../../errors.ts'
import type { AgentProgram } from './connection.ts'
import { methods } from './sdk.ts'

type Options = {
  folder: string
  /** The session of an earlier attempt. */
  earlier: string | undefined
  /** Where it may search the documents, should it be able to. */
  library: { url: string; token: string } | undefined
  /** Whether it is to ask before it does something, where it can be told. */
  isAsking: boolean
}

export type Session = { id: string; isResumed: boolean; hasLibrary: boolean; mode?: string }

/** Seconds that a session may take to begin: servers of the agent's own may have to start for it. */
const longest = 120
/** The mode that agents which have several call the one in which they ask. */
const asking = 'default'

/** Begins a session, or takes up an earlier one where the agent can. @throws what the agent says, AppError `acp.gone` */
export const openSession = async (program: AgentProgram, options: Options): Promise<Session> => {
  const { folder: cwd, earlier, library, isAsking } = options
  const { agentCapabilities: abilities = {} } = program.facts
  const hasLibrary = library !== undefined && abilities.mcpCapabilities?.http === true
  const mcpServers = hasLibrary ? [serverOf(library)] : []

  const resumed = async (sessionId: string) => {
    try {
      const answer = await program.ask(
        (agent) => agent.request(methods.agent.session.load, { sessionId, cwd, mcpServers }),
        longest,
      )
      return { sessionId, modes: answer?.modes, isResumed: true }
    } catch (error) {
      if (error instanceof AppError || (error as Error).name === 'AbortError') throw error
      return undefined // it knows that session no more
    }
  }
  const begun = async () => {
    const answer = await program.ask((agent) => agent.request(methods.agent.session.new, { cwd, mcpServers }), longest)
    return { ...answer, isResumed: false }
  }

  const taken = earlier !== undefined && abilities.loadSession ? await resumed(earlier) : undefined
  const { sessionId, modes, isResumed } = taken ?? (await begun())
  const mode = isAsking ? await askingMode(program, sessionId, modes) : modes?.currentModeId
  return { id: sessionId, isResumed, hasLibrary, ...(mode && { mode }) }
}

const serverOf = ({ url, token }: { url: string; token: string }): McpServer => ({
  type: 'http',
  name: 'aios',
  url,
  headers: [{ name: 'Authorization', value: `Bearer ${token}` }],
})

/** Some agents begin in a mode in which they, or their model, decide what need not be asked: the user is to decide. */
const askingMode = async (program: AgentProgram, sessionId: string, modes: NewSessionResponse['modes']) => {
  if (!modes || modes.currentModeId === asking || !modes.availableModes.some(({ id }) => id === asking))
    return modes?.currentModeId
  await program.ask((agent) => agent.request(methods.agent.session.setMode, { sessionId, modeId: asking }), longest)
  return asking
}
