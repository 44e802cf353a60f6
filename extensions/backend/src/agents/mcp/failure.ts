import { AppError } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import { ConnectionError } from '../../models/connection.ts'
import { hostWords } from '../../models/host-words.ts'
import { itSays, startFailure } from '../../programs/start-failure.ts'
import type { NewMcpSetup } from '../../shared/contract/mcp.ts'

/** What the SDK's errors carry: its own code, or a status. */
type Facts = { code?: unknown; status?: unknown; message?: string; cause?: unknown }

/** Why a server could not be started or reached, for people. */
export const connectFailure = (error: unknown, setup: NewMcpSetup, seconds: number): string => {
  const { code, message } = error as Facts
  if (setup.transport === 'http') return httpFailure(error, new URL(setup.url)) ?? itSays(message)
  if (code === 'REQUEST_TIMEOUT') return words.mcp.notReady(seconds)
  if (code === 'CONNECTION_CLOSED') return words.mcp.endedEarly
  return startFailure(error, setup) ?? itSays(message)
}

/** Why a call failed, in words that a model can act on. */
export const callFailure = (error: unknown, setup: NewMcpSetup, seconds: number): AppError => {
  const { code, message } = error as Facts
  const because = (id: string, why: string) => new AppError(id, why, { cause: error })
  if (code === 'REQUEST_TIMEOUT') return because('mcp.slow', words.mcp.slow(seconds))
  if (code === 'CONNECTION_CLOSED') return because('mcp.gone', words.mcp.endedMidway)
  const why = setup.transport === 'http' && httpFailure(error, new URL(setup.url))
  return why ? because('mcp.unreachable', why) : because('mcp.failed', itSays(message))
}

/** Whether a server at an address does not know the session, as it was started anew: nothing was done. */
export const isSessionGone = (error: unknown): boolean => {
  const { status, message = '' } = error as Facts
  return status === 404 || (status === 400 && /\bsession\b/i.test(message))
}

const httpFailure = (error: unknown, url: URL): string | undefined => {
  for (let each = error as Facts | undefined; each; each = each.cause as Facts | undefined) {
    if (each instanceof ConnectionError) return hostWords(each, url)
    if (each.status === 401 || each.status === 403) return words.mcp.refused(url.host, each.status)
    if (each.status === 404) return words.mcp.notFound(url.href)
    if (typeof each.status === 'number') return words.mcp.status(url.host, each.status)
  }
  return undefined
}
