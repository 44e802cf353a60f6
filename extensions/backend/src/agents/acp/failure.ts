import type { InitializeResponse } from '@agentclientprotocol/sdk'
import { AppError } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'

/** As the protocol has it. */
const signInFirst = -32000

/** What an agent's refusal means, for people. What AIOS knows by itself stays as it is. */
export const problemOf = (error: unknown, name: string, facts?: InitializeResponse): Error => {
  const { code, message, data } = error as { code?: unknown; message?: string; data?: unknown }
  if (error instanceof AppError || typeof code !== 'number') return error as Error
  if (code === signInFirst) {
    const ways = (facts?.authMethods ?? []).map((method) => method.name).join(', ')
    const why = words.externalAgents.signIn(name, ways)
    return new AppError('acp.sign-in', why.slice(0, 1000).toWellFormed(), { cause: error })
  }
  const why = words.externalAgents.says(name, message ?? words.programs.saysNothing, detailsOf(data))
  return new AppError('acp.refused', why.slice(0, 1000).toWellFormed(), { cause: error })
}

const detailsOf = (data: unknown): string => {
  if (typeof data === 'string') return data
  const { details, message } = (data ?? {}) as { details?: unknown; message?: unknown }
  return [details, message].find((each) => typeof each === 'string') ?? ''
}
