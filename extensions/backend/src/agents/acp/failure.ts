import type { InitializeResponse } from '@agentclientprotocol/sdk'
import { AppError } from '../../base/errors.ts'

/** As the protocol has it. */
const signInFirst = -32000

/** What an agent's refusal means, for people. What AIOS knows by itself stays as it is. */
export const problemOf = (error: unknown, name: string, facts?: InitializeResponse): Error => {
  const { code, message, data } = error as { code?: unknown; message?: string; data?: unknown }
  if (error instanceof AppError || typeof code !== 'number') return error as Error
  if (code === signInFirst) {
    const ways = (facts?.authMethods ?? []).map((method) => method.name).join(', ')
    const words = `${name} wants to know who you are${ways && ` (${ways})`}. Sign in with its own program, or give it its key as a variable; then retry.`
    return new AppError('acp.sign-in', words.slice(0, 1000).toWellFormed(), { cause: error })
  }
  const more = detailsOf(data)
  const words = `${name} says: ${message ?? 'nothing'}${more && ` (${more})`}`
  return new AppError('acp.refused', words.slice(0, 1000).toWellFormed(), { cause: error })
}

const detailsOf = (data: unknown): string => {
  if (typeof data === 'string') return data
  const { details, message } = (data ?? {}) as { details?: unknown; message?: unknown }
  return [details, message].find((each) => typeof each === 'string') ?? ''
}
