import type { AgentProgram, Handlers } from '../../agents/acp/connection.ts'
import { AppError, fail } from '../../base/errors.ts'
import { redact } from '../../base/log.ts'
import * as words from '../../base/words/index.ts'
import type { ProgramRegistry } from '../../programs/program-registry.ts'
import { secretValues, withoutSecrets } from '../../programs/secrets.ts'
import { itSays, startFailure } from '../../programs/start-failure.ts'
import { type ExternalAgent, usualApprovals } from '../../shared/contract/agents.ts'
import type { Asking, ExternalChange, ExternalCheck, ExternalFindings } from '../../shared/contract/external.ts'
import type { AgentService } from './agents.ts'
import type { ExternalSetups } from './external-setup.ts'

type Parts = { agents: AgentService; setups: ExternalSetups; programs: ProgramRegistry; version: string }
type Start = Pick<ExternalChange, 'command' | 'args' | 'folder'> & { env: Record<string, string> }
type Options = { signal: AbortSignal; handlers?: Handlers; onLine?(line: string): void }

/** Lines that a program wrote which are kept. */
const MAX_LINES = 100
/** Of these, in the words of why it cannot be used. */
const linesInWords = 3

/** Programs that speak the Agent Client Protocol, at work as agents. */
export const externalAgentService = ({ agents, setups, programs, version }: Parts) => {
  const running = new Set<AgentProgram>()
  const closing = new AbortController()

  /** @throws AppError that says why it cannot be started, with the last that it wrote */
  const start = async ({ command, args, folder, env }: Start, { signal, handlers, onLine }: Options) => {
    const clean = (text: string) => redact(text, Object.values(env))
    const lines: string[] = []
    const { openAgent } = await import('../../agents/acp/connection.ts')
    try {
      const program = await openAgent({
        ...{ command, args, folder, env, version },
        ...(handlers && { handlers: discreet(handlers, env) }),
        ...programs.register(),
        signal: AbortSignal.any([signal, closing.signal]),
        onLine(line) {
          lines.push(clean(line))
          if (lines.length > MAX_LINES) lines.shift()
          onLine?.(clean(line))
        },
      })
      running.add(program)
      const close = async () => {
        running.delete(program)
        await program.close()
      }
      return { ...program, close }
    } catch (error) {
      if (signal.aborted) throw error
      const isOurs = error instanceof AppError
      const known = isOurs ? error.message : startFailure(error, { command, folder })
      const words = known ?? itSays((error as Error).message)
      const wrote = lines.slice(-linesInWords).join(' ').slice(0, 500)
      const message = `${clean(words)}${wrote && ` It wrote: ${wrote}`}`
      throw new AppError(isOurs ? error.code : 'acp.not-started', message.toWellFormed(), { cause: error })
    }
  }

  return {
    presets: async () => (await import('../../agents/acp/presets.ts')).externalPresets,

    /** Starts the program of an agent. @throws AppError */
    async open(
      { id, name, external, approvals }: ExternalAgent,
      options: Options & { handlers: Handlers },
    ): Promise<AgentProgram> {
      const env = await setups.stored(id, external)
      const missing = external.env.filter((name) => !env[name])
      if (missing.length > 0) fail('external.variables', words.externalAgents.noValues(missing, name))
      const { askingEnvironment } = await import('../../agents/acp/known.ts')
      return start({ ...external, env: { ...askingEnvironment(approvals), ...env } }, options)
    },

    /**
     * Starts a program that the user allowed, asks what it can do, and ends it.
     * @throws AppError `agent.unknown` (404), `request.invalid` (400), `keys.unavailable` (409)
     */
    async check({ agentId, external }: ExternalCheck, signal: AbortSignal): Promise<ExternalFindings> {
      const agent = agentId === undefined ? undefined : agents.get(agentId)
      const env = await setups.valuesOf(agentId ?? '', external, agent?.external)
      const log: string[] = []
      const began = performance.now()
      const took = () => Math.round(performance.now() - began)
      try {
        const { askingEnvironment } = await import('../../agents/acp/known.ts')
        const asked = { ...askingEnvironment(usualApprovals), ...env }
        const program = await start({ ...external, env: asked }, { signal, onLine: (line) => void log.push(line) })
        const asking = await askingOf(program, external)
        await program.close()
        if (agent && asking) agents.noteAsking(agent.id, asking, external)
        return {
          ok: true,
          ...findingsOf(program.facts),
          ...(asking && { asking }),
          log: log.slice(-MAX_LINES),
          milliseconds: took(),
        }
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        return { ok: false, problem: error.message, authMethods: [], log: log.slice(-MAX_LINES), milliseconds: took() }
      }
    },

    /** Ends all programs with all that they started, within a second. */
    async close(): Promise<void> {
      closing.abort(new AppError('acp.gone', words.externalAgents.ending))
      await Promise.all([...running].map((program) => program.close()))
    },
  }
}

/** What a program tells goes into steps, and with these into exports: the values of its secrets do not. */
const discreet = (handlers: Handlers, env: Readonly<Record<string, string>>): Handlers => {
  const values = secretValues(env)
  return {
    ...handlers,
    update: (said) => handlers.update(withoutSecrets(said, values)),
    permission: (asked) => handlers.permission(withoutSecrets(asked, values)),
  }
}

/** Whether it asks before it acts, by what a session of it offers; nothing where it begins none yet. */
const askingOf = async (
  program: AgentProgram,
  { folder, env }: Pick<ExternalChange, 'folder' | 'env'>,
): Promise<Asking | undefined> => {
  if (folder === undefined) return undefined
  const [{ openSession }, { isMadeToAsk }] = await Promise.all([
    import('../../agents/acp/session.ts'),
    import('../../agents/acp/known.ts'),
  ])
  const how = { folder, earlier: undefined, library: undefined, approvals: usualApprovals }
  const asksAnyway = isMadeToAsk(program.facts, Object.keys(env))
  const session = await openSession(program, { ...how, asksAnyway, timeout: CHECK_TIMEOUT }).catch(() => undefined)
  return session?.asking
}

/** Seconds that a session which is only tried may take. */
const CHECK_TIMEOUT = 20
/** Characters of what a program says of itself. */
const MAX_WORD = 200
const MAX_METHODS = 20

const findingsOf = ({ agentInfo, authMethods = [], agentCapabilities: abilities = {} }: AgentProgram['facts']) => ({
  ...(agentInfo && {
    name: (agentInfo.title ?? agentInfo.name).slice(0, MAX_WORD),
    version: agentInfo.version.slice(0, MAX_WORD),
  }),
  authMethods: authMethods.slice(0, MAX_METHODS).map(({ name, description }) => ({
    name: name.slice(0, MAX_WORD),
    ...(description && { description: description.slice(0, MAX_WORD) }),
  })),
  abilities: {
    resumes: abilities.loadSession === true,
    library: abilities.mcpCapabilities?.http === true,
  },
})
