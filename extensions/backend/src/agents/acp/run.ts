import type { StopReason } from '@agentclientprotocol/sdk'
import { AppError, fail } from '../../base/errors.ts'
import { orAborted, workingTime } from '../../base/until.ts'
import type { ExternalAgent } from '../../shared/contract/agents.ts'
import type { Asking, External } from '../../shared/contract/external.ts'
import type { Result, Task } from '../../shared/contract/tasks.ts'
import { replaceFile } from '../../storage/originals/disk-file.ts'
import { type RunAs, Unfinished } from '../agent.ts'
import type { StoppedBy } from '../model/model-result.ts'
import type { AllTools } from '../run-tools.ts'
import { waitForDocuments } from '../wait.ts'
import { filesBefore } from './before.ts'
import type { AgentProgram, Handlers } from './connection.ts'
import { problemOf } from './failure.ts'
import { asBytes, type FolderFiles, folderFiles } from './files.ts'
import { isMadeToAsk, wantsEmptyFiles } from './known.ts'
import { permissions } from './permissions.ts'
import { promptOf } from './prompt.ts'
import { recorder } from './recorder.ts'
import { externalResult, soFar } from './result.ts'
import { methods } from './sdk.ts'
import { openSession, type Session } from './session.ts'
import { type FolderSnapshots, leftOver, takeSnapshot } from './snapshot.ts'
import { warn } from './warn.ts'

export type Parts = {
  /** Starts the agent's program, with the values of its variables. @throws AppError */
  open(agent: ExternalAgent, options: { signal: AbortSignal; handlers: Handlers }): Promise<AgentProgram>
  /** Lets a program search and read what the task is about, until that is ended. */
  offerLibrary(tools: AllTools): { url: string; token: string; end(): void }
  /** Remembers whether an agent was found to ask before it acts. */
  noteAsking(agentId: string, asking: Asking): void
  /** Ends programs that a server which was killed left at work. */
  endAbandoned(): Promise<void>
  /** Folders as they were before a task, and what it changed in them. */
  snapshots: FolderSnapshots
  /** The server before this one crashed: nobody ended it. */
  afterCrash?: boolean
}

type Context = { task: Task; agent: ExternalAgent; external: External; tools: AllTools; files: FolderFiles }

/** How often an agent is told, in one run, what its user said to what was not allowed. */
const mostFeedback = 10

/** Hands a task to a program that speaks the Agent Client Protocol, and follows what it says, does and asks. */
export const externalRun =
  (parts: Parts): RunAs<ExternalAgent> =>
  async (task, agent, tools) => {
    const external = readyOf(agent)
    const wasAtWork = tools.model.steps().some(({ step }) => step.attempt === task.attempt && step.kind !== 'wait')
    if (wasAtWork) {
      await parts.endAbandoned() // it may be writing still
      await parts.snapshots.settle(task.id)
      const result = await soFar(task, agent, tools)
      throw new Unfinished('task.interrupted', cutOff(parts), { status: 'interrupted', result })
    }
    if (external.documents !== 'none') await waitForDocuments(tools)
    const files = await folderFiles(external.folder)
    await takeSnapshot(task, agent, { tools, files, take: parts.snapshots.take })
    return work({ task, agent, external, tools, files }, parts)
  }

const cutOff = ({ afterCrash }: Parts) =>
  `${afterCrash ? 'AIOS crashed' : 'AIOS was ended from outside, or the computer was switched off,'} while the program worked: its session is gone, and with it what it may have asked you. Resume to go on from what it had said.`

/** @throws AppError that says what is still to be set */
const readyOf = ({ name, external }: ExternalAgent): External & { folder: string } => {
  const { allowed, folder, commandLine } = external
  if (!allowed)
    return fail('external.not-allowed', `“${commandLine}” is not allowed to run yet. Allow it for ${name}, then retry.`)
  if (folder === undefined)
    return fail('external.folder', `No folder is chosen for ${name} to work in. Choose one, then retry.`)
  return { ...external, folder }
}

const work = async (context: Context, parts: Parts): Promise<Result> => {
  const { task, agent, tools, files, external } = context
  const stop = new AbortController()
  const over = new AbortController()
  const time = workingTime(agent.limits.minutes)
  time.signal.addEventListener('abort', () => stop.abort(new Ended('minutes')), { once: true })
  const record = recorder({
    tools,
    name: agent.name,
    onTooMuch: () => stop.abort(new Ended('size')),
    onFailure: (error) => stop.abort(error),
  })
  const before = filesBefore({
    files,
    keepFile: (path, bytes) => parts.snapshots.keepFile(task.id, path, bytes),
    onFailure: tools.model.log,
  })
  const permits = permissions({
    ...{ agent, tools, files, attempt: task.attempt, over: over.signal, known: record.call, named: before.named },
    onWait: (isWaiting) => (isWaiting ? time.stop() : time.go()),
  })
  let isListening = false
  let program: AgentProgram | undefined
  const handlers: Handlers = {
    // What it tells of a session that is taken up was told before.
    update({ update }) {
      if (!isListening) return
      record.hear(update)
      const isCall = update.sessionUpdate === 'tool_call' || update.sessionUpdate === 'tool_call_update'
      if (isCall) before.named({ ...record.call(update.toolCallId), ...update })
    },
    permission: permits.ask,
    read: ({ path, line, limit }) =>
      files.read(path, { line, limit }).catch((error: unknown) => {
        if (error instanceof AppError && error.code === 'acp.missing' && wantsEmptyFiles(program?.facts)) return ''
        throw error
      }),
    async write({ path, content }) {
      const bytes = asBytes(path, content)
      const real = await files.inside(path)
      const now = await files.current(real)
      await permits.write(real, path, { before: now?.toString() ?? '', after: content })
      record.wrote(real)
      // It may have written that by itself before it asked.
      const isWritten = now?.equals(bytes) === true
      const then = isWritten ? before.latest(real) : now
      const isKnown = !isWritten || (then !== undefined && !then?.equals(bytes))
      if (isKnown) await tools.noteFile({ path: real, before: then ?? undefined, after: bytes })
      if (!isWritten) await replaceFile(real, bytes)
    },
  }

  const library = external.library ? parts.offerLibrary(tools) : undefined
  let ended: { reason?: StopReason; by?: StoppedBy; error?: unknown } = {}
  try {
    const { session, started } = await begin(context, parts, { handlers, library, signal: stop.signal })
    program = started
    await warn(context, session, { ...parts, consent: permits.unasked })
    isListening = true
    ended = { reason: await converse(context, { program, session, stop: stop.signal, feedback: permits.takeFeedback }) }
  } catch (error) {
    ended = error instanceof Ended ? { by: error.by } : { error }
  } finally {
    time.stop()
    over.abort()
    library?.end()
    await Promise.all([program?.close(), permits.idle(), record.close(), before.idle()])
  }
  // Also of a task that was cancelled: what was written is there.
  const settled = await parts.snapshots.settle(task.id)
  tools.signal.throwIfAborted()
  if (ended.error instanceof AppError && program) {
    const { code, message } = ended.error
    const words = code === 'acp.gone' ? `${agent.name} went away in the middle of its work. ${message}` : message
    throw new Unfinished(code, words, { status: 'failed', result: await soFar(task, agent, tools) }, ended.error)
  }
  if (ended.error) throw ended.error
  const note = [ended.reason && notes[ended.reason], leftOver(settled)].filter(Boolean).join('\n\n')
  const changed = [...new Set([...record.changed(), ...settled.changed])]
  return externalResult(task, agent, { said: record.last(), changed, stoppedBy: ended.by, note }, tools)
}

/** Thrown where a limit of ours ended the run, with what there is. */
class Ended extends Error {
  readonly by: StoppedBy
  constructor(by: StoppedBy) {
    super(by)
    this.by = by
  }
}

const notes: Readonly<Partial<Record<StopReason, string>>> = {
  max_tokens: '*It stopped here, at the most tokens that its model gives.*',
  max_turn_requests: '*It stopped here, at its own limit of requests.*',
  refusal: '*Its model refused to go on.*',
  cancelled: '*It was stopped before its end.*',
}

type Begin = { handlers: Handlers; library: { url: string; token: string } | undefined; signal: AbortSignal }

/** Starts the program and its session, as a step. */
const begin = ({ agent, external, tools, files }: Context, { open }: Parts, { handlers, library, signal }: Begin) =>
  tools.step('model', `Starting ${agent.name}`, async ({ update }) => {
    update({ command: external.commandLine })
    const started = await open(agent, { signal: AbortSignal.any([tools.signal, signal]), handlers })
    const { agentInfo } = started.facts
    const name = agentInfo?.title ?? agentInfo?.name ?? agent.name
    try {
      const earlier = tools.model.steps().findLast(({ step }) => typeof step.detail.session === 'string')
      const session = await openSession(started, {
        ...{ folder: files.root, library, approvals: agent.approvals },
        earlier: earlier?.step.detail.session as string | undefined,
        asksAnyway: isMadeToAsk(started.facts, external.env),
      })
      return {
        value: { session, started },
        title:
          `${session.isResumed ? 'Took up the session with' : 'Started'} ${name} ${agentInfo?.version ?? ''}`.trim(),
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
const converse = async (context: Context, { program, session, stop, feedback }: Conversation): Promise<StopReason> => {
  const { task, agent, external, tools } = context
  const { isResumed, hasLibrary, id: sessionId } = session
  const embeds = program.facts.agentCapabilities?.promptCapabilities?.embeddedContext === true
  let prompt = promptOf(task, agent, tools, { external, embeds, isResumed, hasLibrary })
  try {
    for (let turn = 0; ; turn++) {
      const asking = program.ask((agent) => agent.request(methods.agent.session.prompt, { sessionId, prompt }))
      const { stopReason } = await orAborted(asking, stop)
      const words = feedback()
      if (words.length === 0 || turn === mostFeedback) return stopReason
      prompt = [{ type: 'text', text: words.join('\n\n') }]
    }
  } catch (error) {
    const bye = program.ask((agent) => agent.notify(methods.agent.session.cancel, { sessionId }))
    await bye.catch(() => undefined) // it is gone, or will be
    throw problemOf(error, agent.name, program.facts)
  }
}
