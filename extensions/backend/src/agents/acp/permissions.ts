import type { RequestPermissionRequest, RequestPermissionResponse, ToolCallUpdate } from '@agentclientprotocol/sdk'
import { AppError } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import type { ExternalAgent, Risk } from '../../shared/contract/agents.ts'
import { identityOf } from '../identity.ts'
import { plainLine } from '../plain-text.ts'
import type { AllTools } from '../run-tools.ts'
import { bounded, shortened } from './contents.ts'
import type { FolderFiles } from './files.ts'

type Parts = {
  agent: ExternalAgent
  attempt: number
  tools: AllTools
  files: FolderFiles
  /** Aborted when nobody waits for an answer any more. */
  over: AbortSignal
  /** What the agent told of a call before. */
  known(id: string): ToolCallUpdate | undefined
  /** Keeps what a call is about to change. */
  named(call: ToolCallUpdate): Promise<void>
  /** Waiting for the user is no work. */
  onWait(isWaiting: boolean): void
}

type PermissionRequest = {
  title: string
  risk: Risk
  /** What "always" is about, and what it must be to the letter: titles are the agent's words. */
  grant: string
  identity: string
  arguments: unknown
  /** It is asked for also where such calls are allowed. */
  isOdd: boolean
}

/** Of what a kind of call is at worst; all others may do anything. */
const risks: Readonly<Record<string, Risk>> = {
  ...{ read: 'read', search: 'read', think: 'read' },
  ...{ edit: 'write', delete: 'write', move: 'write', fetch: 'network' },
}

/** What an agent may do: as its user has set, allowed for always, or decides when it asks, one question after the other. */
export const permissions = ({ agent, attempt, tools, files, over, known, onWait, named }: Parts) => {
  const feedback: string[] = []
  /** Writes that the user has allowed already, by path. */
  const allowed = new Map<string, number>()
  let asked = 0
  let queue: Promise<unknown> = Promise.resolve()

  const decide = async ({
    title,
    risk,
    grant,
    identity,
    arguments: args,
    isOdd,
  }: PermissionRequest): Promise<boolean> => {
    const rule = agent.approvals[risk]
    if (rule === 'deny') return false
    if (rule === 'allow' && !isOdd) return true
    if (tools.model.isGranted(grant, identity)) return true
    const call = `acp:${attempt}:${++asked}`
    onWait(true)
    const { status, feedback: message } = await tools.model
      .answer(
        {
          ...{ call, kind: 'call', tool: grant, identity, title: shortened(plainLine(title)), risk },
          ...{ arguments: args, choices: undefined },
        },
        over,
      )
      .finally(() => onWait(false))
    if (status === 'approved') return true
    if (message) feedback.push(`I did not allow “${shortened(title)}”: ${message}`)
    return false
  }

  /** The program in its folder, and what it may do there: a kind of call, or one call with all that it was given. */
  const callIdentity = (...what: unknown[]) => identityOf(agent.external.commandLine, files.root, ...what)

  /** Together several questions would each stop and start the task. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = queue.then(work, work)
    queue = turn.catch(() => undefined)
    return turn
  }

  const requestOf = async (call: ToolCallUpdate): Promise<PermissionRequest & { paths: string[] }> => {
    const { kind, title, rawInput, content, locations } = call
    const diffs = (content ?? []).flatMap((part) =>
      part.type === 'diff' ? [{ path: part.path, before: part.oldText ?? '', after: part.newText }] : [],
    )
    const paths = [...new Set([...diffs.map(({ path }) => path), ...(locations ?? []).map(({ path }) => path)])]
    const risk = risks[kind ?? 'other'] ?? 'run'
    const isInside = (await Promise.all(paths.map(files.holds))).every(Boolean)
    const name = title ?? `${kind ?? 'other'} ${paths.join(', ')}`
    // Allowed for always is a kind of call where that is bounded by the folder, else this one call as it is written.
    const isBounded = isInside && paths.length > 0 && (risk === 'read' || risk === 'write')
    return {
      title: name,
      risk,
      grant: isBounded ? `${kind} in its folder` : shortened(`${kind ?? 'other'}: ${name}`),
      identity: isBounded ? callIdentity(kind) : callIdentity(kind, name, rawInput, paths, diffs),
      arguments: bounded({ ...(rawInput !== undefined && { input: rawInput }), paths, ...(diffs[0] && { diffs }) }),
      isOdd: paths.length > 0 && !isInside,
      paths: diffs.map(({ path }) => path),
    }
  }

  return {
    /** Answers an agent that asks before it does something. */
    ask: ({ toolCall, options }: RequestPermissionRequest): Promise<RequestPermissionResponse> =>
      inTurn(async () => {
        const told = Object.entries(toolCall).filter(([, value]) => value !== undefined && value !== null)
        const call = { ...known(toolCall.toolCallId), ...Object.fromEntries(told) } as ToolCallUpdate
        await named(call)
        const request = await requestOf(call)
        const isAllowed = await decide(request)
        if (isAllowed) for (const path of request.paths) allowed.set(path, (allowed.get(path) ?? 0) + 1)
        // What is allowed for always AIOS remembers itself, where it can be taken back: the agent asks each time.
        const kinds = isAllowed ? ['allow_once', 'allow_always'] : ['reject_once', 'reject_always']
        const chosen = kinds.map((kind) => options.find((option) => option.kind === kind)).find(Boolean)
        return { outcome: chosen ? { outcome: 'selected', optionId: chosen.optionId } : { outcome: 'cancelled' } }
      }),

    /** Looks whether a file may be written through AIOS. @throws AppError `acp.denied` */
    write: (path: string, sent: string, { before, after }: { before: string; after: string }): Promise<void> =>
      inTurn(async () => {
        const times = allowed.get(sent) ?? 0
        if (times > 0) return void allowed.set(sent, times - 1)
        const request = {
          title: words.externalAgents.write(path),
          risk: 'write' as const,
          grant: 'edit in its folder',
          identity: callIdentity('edit'),
          arguments: bounded({ paths: [path], diffs: [{ path, before, after }] }),
          isOdd: false,
        }
        if (!(await decide(request))) throw new AppError('acp.denied', words.agentFiles.denied(path))
      }),

    /** Asks whether the program may work although it will not ask. @throws AppError `acp.unasking` */
    unasked: (title: string): Promise<void> =>
      inTurn(async () => {
        const { write, run, network } = agent.approvals
        const isForbidden = [write, run, network].includes('deny')
        const request = {
          ...{ title, risk: 'run' as const, grant: 'work without asking', isOdd: true },
          ...{ identity: callIdentity('work without asking'), arguments: { folder: files.root } },
        }
        if (isForbidden || !(await decide(request))) throw notBegun(agent.name, isForbidden)
      }),

    /** What the user said when something was not allowed, for the agent; each is given once. */
    takeFeedback: (): string[] => feedback.splice(0),
    /** Resolves when nothing is asked any more. */
    idle: (): Promise<unknown> => queue,
  }
}

export type Permissions = ReturnType<typeof permissions>

const notBegun = (name: string, isForbidden: boolean) =>
  new AppError('acp.unasking', (isForbidden ? words.externalAgents.forbidden : words.externalAgents.refused)(name))
