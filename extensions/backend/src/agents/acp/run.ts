import type { StopReason } from '@agentclientprotocol/sdk'
import { AppError, fail } from '../../base/errors.ts'
import { workingTime } from '../../base/until.ts'
import * as words from '../../base/words/index.ts'
import type { ExternalAgent } from '../../shared/contract/agents.ts'
import type { Asking, External } from '../../shared/contract/external.ts'
import type { Result } from '../../shared/contract/tasks.ts'
import { type RunAs, Unfinished } from '../agent.ts'
import type { StoppedBy } from '../model/model-result.ts'
import type { AllTools } from '../run-tools.ts'
import { waitForDocuments } from '../wait.ts'
import { filesBefore } from './before.ts'
import type { AgentProgram } from './connection.ts'
import { begin, type Context, converse, type OpenProgram } from './conversation.ts'
import { folderFiles } from './files.ts'
import { handlersOf } from './handlers.ts'
import { permissions } from './permissions.ts'
import { recorder } from './recorder.ts'
import { externalResult, soFar } from './result.ts'
import { type FolderSnapshots, leftOver, takeSnapshot } from './snapshot.ts'
import { warn } from './warn.ts'

export type Parts = {
  open: OpenProgram
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

const cutOff = ({ afterCrash }: Parts) => words.externalAgents.cutOff(afterCrash === true)

/** @throws AppError that says what is still to be set */
const readyOf = ({ name, external }: ExternalAgent): External & { folder: string } => {
  const { allowed, folder, commandLine } = external
  if (!allowed) return fail('external.not-allowed', words.externalAgents.notAllowed(commandLine, name))
  if (folder === undefined) return fail('external.folder', words.externalAgents.noFolder(name))
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
  const handlers = handlersOf({
    ...{ tools, files, permits, record, before },
    isListening: () => isListening,
    facts: () => program?.facts,
  })

  const library = external.library ? parts.offerLibrary(tools) : undefined
  let ended: { reason?: StopReason; by?: StoppedBy; error?: unknown } = {}
  try {
    const { session, started } = await begin(context, { open: parts.open, handlers, library, signal: stop.signal })
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
    const why = code === 'acp.gone' ? words.externalAgents.endedMidway(agent.name, message) : message
    throw new Unfinished(code, why, { status: 'failed', result: await soFar(task, agent, tools) }, ended.error)
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

const { stopped } = words.externalAgents

const notes: Readonly<Partial<Record<StopReason, string>>> = {
  max_tokens: stopped.tokens,
  max_turn_requests: stopped.requests,
  refusal: stopped.refusal,
  cancelled: stopped.cancelled,
}
