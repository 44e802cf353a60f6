import type { CallToolResult } from '@modelcontextprotocol/client'
import type { Session, SessionOptions } from '../../agents/mcp/session.ts'
import { AppError } from '../../base/errors.ts'
import { restartPolicy } from '../../base/restart-policy.ts'
import { orAborted } from '../../base/until.ts'
import * as words from '../../base/words/index.ts'
import type { McpStatus } from '../../shared/contract/mcp.ts'

/** Lines of its log that are kept of a server. */
const MAX_LINES = 100
/** Milliseconds without a call after which a server is ended, to give its memory back. */
const usualIdle = 10 * 60_000

export type Hooks = Pick<SessionOptions, 'signal' | 'onLine' | 'onExit' | 'onClosed'>

type Parts = {
  /** Starts the server. @throws AppError that says why it cannot be */
  open(hooks: Hooks): Promise<Session>
  /** The same for a call that failed; `mcp.unreachable` where the connection is of no more use. */
  callFailure(error: unknown): AppError
  /** Whether a call failed as the other side forgot the connection, so that a new one may do it. */
  isForgotten(error: unknown): boolean
  /** Its status is another now. */
  onChange(): void
  idle?: number
  delays?: number[]
}

type CallOptions = {
  signal: AbortSignal
  onProgress(message: string): void
  /** Throws where the call must not be made after all, now that the server is there and has said what it offers. */
  check?(): void
}

/**
 * One server at work: started by the first call, started again when it dies, with growing delay, and ended when it was
 * idle for long. An aborted call ends it, as nothing else is sure to end what it does; other calls are let finish first.
 */
export const mcpConnection = ({ open, callFailure, isForgotten, onChange, idle = usualIdle, delays }: Parts) => {
  const policy = restartPolicy({ limit: 5, window: 5 * 60_000, delays: delays ?? [500, 1000, 3000, 10_000, 30_000] })
  const log: string[] = []
  let status: McpStatus = 'stopped'
  let error: string | undefined
  let session: Session | undefined
  let opening: { promise: Promise<Session>; abort: AbortController } | undefined
  let ended = ''
  let users = 0
  let isSpoilt = false
  let isClosed = false
  let restartTimer: NodeJS.Timeout | undefined
  let idleTimer: NodeJS.Timeout | undefined

  const become = (next: McpStatus, words?: string) => {
    status = next
    error = words
    onChange()
  }
  const note = (line: string) => {
    log.push(line)
    if (log.length > MAX_LINES) log.shift()
  }

  const start = (): Promise<Session> => {
    if (isClosed) return Promise.reject(stopped())
    if (session) return Promise.resolve(session)
    if (opening) return opening.promise
    clearTimeout(restartTimer)
    const abort = new AbortController()
    let own: Session | undefined
    let isDead = false
    const hooks: Hooks = {
      signal: abort.signal,
      onLine: note,
      onExit: (reason) => {
        ended = reason
        note(reason)
      },
      onClosed: () => {
        isDead = true
        if (own && own === session) died()
      },
    }
    const work = async () => {
      try {
        own = await open(hooks)
        if (abort.signal.aborted) await own.close()
        abort.signal.throwIfAborted()
        session = own
        opening = undefined
        become('ready')
        rest()
        if (isDead) died()
        return own
      } catch (cause) {
        if (abort.signal.aborted) throw abort.signal.reason // whoever aborted it may have started it anew
        opening = undefined
        become('failed', (cause as Error).message)
        throw cause
      }
    }
    become('starting')
    opening = { promise: work(), abort }
    return opening.promise
  }

  /** It ended by itself, or the connection did. */
  const died = () => {
    session = undefined
    clearTimeout(idleTimer)
    const next = policy.crashed(Date.now())
    if (!next) return become('failed', words.mcp.endedTooOften(ended))
    become('starting', ended || words.mcp.connectionLost)
    restartTimer = setTimeout(() => void start().catch(() => undefined), next.delay).unref() // `failed` says why
  }

  const stop = async (): Promise<void> => {
    clearTimeout(restartTimer)
    clearTimeout(idleTimer)
    const [open, last] = [opening, session]
    session = undefined
    opening = undefined
    isSpoilt = false
    open?.abort.abort(stopped())
    if (status !== 'stopped') become('stopped')
    await Promise.all([last?.close(), open?.promise.catch(() => undefined)])
  }

  const rest = () => {
    clearTimeout(idleTimer)
    if (users === 0) idleTimer = setTimeout(() => void stop(), idle).unref()
  }

  return {
    get state() {
      return { status, ...(error !== undefined && { error }), log: [...log] }
    },

    /** Starts it anew, whatever was before. */
    async restart(): Promise<void> {
      policy.reset()
      await stop()
      log.length = 0
      await start()
    },

    /** Ends it for good. */
    close(): Promise<void> {
      isClosed = true
      return stop()
    },

    /** @throws AppError, or the signal's reason */
    async call(
      name: string,
      input: Record<string, unknown>,
      { signal, onProgress, check }: CallOptions,
    ): Promise<CallToolResult> {
      signal.throwIfAborted()
      users++
      clearTimeout(idleTimer)
      try {
        const attempt = async () => {
          const ready = await orAborted(start(), signal)
          check?.()
          return await orAborted(ready.call(name, input, { signal, onProgress }), signal)
        }
        return await attempt().catch(async (cause: unknown) => {
          if (signal.aborted || !isForgotten(cause)) throw cause
          await stop()
          return attempt()
        })
      } catch (cause) {
        if (signal.aborted) {
          isSpoilt = true
          throw signal.reason
        }
        const failure = cause instanceof AppError ? cause : callFailure(cause)
        if (failure.code === 'mcp.unreachable') isSpoilt = true
        throw failure
      } finally {
        users--
        if (isSpoilt && users === 0) await stop()
        else rest()
      }
    },
  }
}
export type McpConnection = ReturnType<typeof mcpConnection>

const stopped = () => new AppError('mcp.stopped', words.mcp.stopped)
