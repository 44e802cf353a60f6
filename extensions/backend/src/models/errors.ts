import { APICallError } from '@ai-sdk/provider'
import { AppError } from '../base/errors.ts'
import * as words from '../base/words/index.ts'
import { ConnectionError } from './connection.ts'
import { connectionWords } from './connection-words.ts'
import { type Refusal, refusalOf } from './refusals.ts'
import { retryAfter } from './retry-after.ts'
import { reasonOf, type Server } from './server-reason.ts'

const { refusals } = words.providers

/** A model server did not do what it was asked. The message names it, and holds no key. */
export class ModelError extends AppError {
  /** May the same request succeed later? */
  readonly retryable: boolean
  /** Milliseconds to wait before that, where the server said so. */
  readonly retryAfter: number | undefined

  constructor(code: string, message: string, { retryable = false, retryAfter }: Retry = {}) {
    // Never with the cause: it holds the request, which is somebody's text, and may hold the key.
    super(code, message, { status: 424 })
    this.name = 'ModelError'
    this.retryable = retryable
    this.retryAfter = retryAfter
  }
}

type Retry = { retryable?: boolean; retryAfter?: number | undefined }

/** What a failed request to a model server means, in words: what happened and what to do. */
export const modelError = (thrown: unknown, server: Server): ModelError => {
  if (thrown instanceof ModelError) return thrown
  const connection = causes(thrown).find((each) => each instanceof ConnectionError)
  if (connection) return fromConnection(connection, server)
  if (APICallError.isInstance(thrown) && thrown.statusCode !== undefined && thrown.statusCode >= 400) {
    return fromStatus(thrown.statusCode, thrown, server)
  }
  return fromAnswer(thrown, server)
}

/** An error and what lies below it. */
const causes = (thrown: unknown): unknown[] => {
  const found: unknown[] = []
  for (let each = thrown; each instanceof Error && !found.includes(each); each = each.cause) found.push(each)
  return found
}

const passing = new Set(['refused', 'no-answer', 'silent', 'cut', 'unreachable', 'unknown-host'])

const fromConnection = (error: ConnectionError, server: Server) =>
  new ModelError(`provider.${error.fault}`, connectionWords(error, server), { retryable: passing.has(error.fault) })

const fromStatus = (status: number, error: APICallError, server: Server): ModelError => {
  const reason = reasonOf(error.responseBody ?? '', server)
  const refusal = refusalOf(reason, status) ?? unknownRefusal(status)
  const wait = refusal.retryable ? retryAfter(error.responseHeaders ?? {}) : undefined
  return new ModelError(refusal.code, withReason(refusal.message(server), reason), {
    retryable: refusal.retryable === true && wait !== 'too-long',
    retryAfter: wait === 'too-long' ? undefined : wait,
  })
}

const unknownRefusal = (status: number): Refusal =>
  status > 500
    ? { code: 'provider.failed', message: ({ name }) => refusals.failed(name, status), retryable: true }
    : { code: 'provider.refused-request', message: ({ name }) => refusals.refused(name, status) }

const withReason = (message: string, reason: string) => (reason ? refusals.withReason(message, reason) : message)

/** The request was taken, but what came back is an error in the stream, or makes no sense. */
const fromAnswer = (thrown: unknown, server: Server): ModelError => {
  if (!(thrown instanceof Error)) {
    const reason = reasonOf(JSON.stringify(thrown) ?? '', server)
    const { statusCode } = (thrown ?? {}) as { statusCode?: number }
    const { code, message, retryable } = refusalOf(reason, statusCode) ?? failedMidway
    return new ModelError(code, withReason(message(server), reason), { retryable: retryable === true })
  }
  if (/without a finish reason|Failed to process successful response/i.test(thrown.message)) {
    return new ModelError('provider.cut', refusals.cutAnswer(server), { retryable: true })
  }
  return new ModelError('provider.garbled', refusals.garbled(server), { retryable: true })
}

const failedMidway: Refusal = {
  code: 'provider.failed',
  message: refusals.failedMidway,
  retryable: true,
}
