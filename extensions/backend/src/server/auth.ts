import { createHash, timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { AppError } from '../errors.ts'

const digest = (value: string) => createHash('sha256').update(value).digest()

/** Lets through only who knows the launch's token; compared in constant time. */
export const bearer = (token: string): MiddlewareHandler => {
  const expected = digest(token)
  return async (c, next) => {
    const [, sent] = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '') ?? []
    if (sent === undefined || !timingSafeEqual(digest(sent), expected)) {
      c.header('WWW-Authenticate', 'Bearer')
      throw new AppError('token.wrong', 'The token is missing or wrong. Open AIOS again from its start.', {
        status: 401,
      })
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
      throw new AppError('host.wrong', `Ask for http://${hosts[0]} instead.`, { status: 403 })
    }
    const origin = c.req.header('origin')
    if (origin !== undefined && !isAllowed(origin, hosts, origins)) {
      throw new AppError('origin.wrong', `Pages of ${origin.slice(0, 200)} may not use AIOS.`, { status: 403 })
    }
    await next()
  }
}

export const ownHosts = (port: number) => [`127.0.0.1:${port}`, `localhost:${port}`]

const isAllowed = (origin: string, hosts: readonly string[], origins: readonly string[]) =>
  origins.includes(origin) || hosts.some((host) => origin === `http://${host}`)
