import type { ErrorHandler, NotFoundHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { serverEnding } from '../base/ending.ts'
import { AppError } from '../base/errors.ts'
import type { Logger } from '../base/log.ts'
import { diskFull, isBusy, isFull } from '../base/store-failures.ts'
import * as words from '../base/words/index.ts'
import type { ErrorBody } from '../shared/contract/common.ts'
import { databaseDamaged, isDamage } from '../storage/database/corruption.ts'

const body = (code: string, message: string): ErrorBody => ({ error: { code, message } })

/** 503 and 507 are nobody's fault and say what to do, as a 4xx does. */
const canHelp = [503, 507]

const inWords = (thrown: Error): Error => {
  if (thrown instanceof AppError) return thrown
  if (isFull(thrown)) return diskFull(thrown)
  if (isDamage(thrown)) return databaseDamaged(thrown)
  if (!isBusy(thrown)) return thrown
  return new AppError('storage.busy', words.storage.busy, { status: 503, cause: thrown })
}

/**
 * Every failure in one shape: 4xx and a full disk say what to do, other 5xx only where the log has it. While the server
 * ends, what fails is cut off by that: the database is closed under it.
 */
export const errorHandler =
  (log: Logger, ending: AbortSignal): ErrorHandler =>
  (thrown, c) => {
    const known = inWords(thrown)
    const error =
      ending.aborted && !(known instanceof AppError || known instanceof HTTPException) ? serverEnding(known) : known
    if (error instanceof AppError && (error.status < 500 || canHelp.includes(error.status))) {
      return c.json(body(error.code, error.message), error.status as ContentfulStatusCode)
    }
    if (error instanceof HTTPException && error.status < 500) {
      return c.json(body('request.invalid', error.message || words.requests.invalid), error.status)
    }
    const ref = crypto.randomUUID().slice(0, 8)
    log.error({ ref, err: error, method: c.req.method, path: c.req.path }, 'a request failed')
    const failure = body('server.failed', words.requests.failed(ref))
    return c.json({ error: { ...failure.error, ref } }, 500)
  }

export const notFound: NotFoundHandler = (c) =>
  c.json(body('route.unknown', words.requests.unknownRoute(c.req.method, c.req.path)), 404)
