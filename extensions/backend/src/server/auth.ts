import type { MiddlewareHandler } from 'hono'
import { AppError } from '../base/errors.ts'
import { isAllowedOrigin, ownHosts, tokenCheck } from '../base/request-checks.ts'
import * as words from '../base/words/index.ts'

/** Lets through only who knows the launch's token. */
export const bearer = (token: string): MiddlewareHandler => {
  const isKnown = tokenCheck(token)
  return async (c, next) => {
    if (!isKnown(c.req.header('authorization'))) {
      c.header('WWW-Authenticate', 'Bearer')
      throw new AppError('token.wrong', words.access.wrongToken, { status: 401 })
    }
    await next()
  }
}

/**
 * Refuses what other web pages could send: a name that was pointed at this address (Host), or a page of another
 * origin (Origin). `port` is asked at each request, as it is known only once the server listens.
 */
export const sameMachine = (port: () => number, origins: readonly string[]): MiddlewareHandler => {
  return async (c, next) => {
    const hosts = ownHosts(port())
    if (!hosts.includes(c.req.header('host') ?? '')) {
      throw new AppError('host.wrong', words.access.wrongHost(hosts[0] ?? ''), { status: 403 })
    }
    const origin = c.req.header('origin')
    if (origin !== undefined && !isAllowedOrigin(origin, port(), origins)) {
      throw new AppError('origin.wrong', words.access.wrongOrigin(origin.slice(0, 200)), { status: 403 })
    }
    await next()
  }
}
