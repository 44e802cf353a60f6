import { AppError } from '../../base/errors.ts'
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
  if (code === 'REQUEST_TIMEOUT') return `It was not ready after ${seconds} seconds. Its log may say why.`
  if (code === 'CONNECTION_CLOSED') return 'It ended before it was ready. Its log may say why.'
  return startFailure(error, setup) ?? itSays(message)
}

/** Why a call failed, in words that a model can act on. */
export const callFailure = (error: unknown, setup: NewMcpSetup, seconds: number): AppError => {
  const { code, message } = error as Facts
  const because = (id: string, words: string) => new AppError(id, words, { cause: error })
  if (code === 'REQUEST_TIMEOUT') return because('mcp.slow', `It did not answer within ${seconds} seconds.`)
  if (code === 'CONNECTION_CLOSED')
    return because('mcp.gone', 'The server ended in the middle of the call; whether it did its work is not known.')
  const words = setup.transport === 'http' && httpFailure(error, new URL(setup.url))
  return words ? because('mcp.unreachable', words) : because('mcp.failed', itSays(message))
}

/** Whether a server at an address does not know the session, as it was started anew: nothing was done. */
export const isSessionGone = (error: unknown): boolean => {
  const { status, message = '' } = error as Facts
  return status === 404 || (status === 400 && /\bsession\b/i.test(message))
}

const httpFailure = (error: unknown, url: URL): string | undefined => {
  for (let each = error as Facts | undefined; each; each = each.cause as Facts | undefined) {
    if (each instanceof ConnectionError) return hostWords(each, url)
    if (each.status === 401 || each.status === 403)
      return `${url.host} does not let AIOS in (${each.status}). Give it the header that it wants, mostly Authorization.`
    if (each.status === 404)
      return `There is no MCP server at ${url.href}. Correct the address; it mostly ends in /mcp.`
    if (typeof each.status === 'number') return `${url.host} answered with ${each.status}.`
  }
  return undefined
}
