import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { AppError } from '../base/errors.ts'
import type { Logger } from '../base/log.ts'
import * as words from '../base/words/index.ts'
import type { Condition } from '../shared/contract/condition.ts'
import type { Mending } from '../storage/database/mending.ts'
import { databaseCareThread } from '../workers/database-care-thread.ts'
import { bearer, sameMachine } from './auth.ts'
import { errorHandler } from './errors.ts'
import { ui } from './ui.ts'

type Parts = {
  token: string
  port: number
  origins: readonly string[]
  ui?: string | undefined
  version: string
  log: Logger
}

const stateOf = (mending: Mending, done: number) =>
  mending.action === 'restore' ? words.repairing.restore : words.repairing.repair(done)

/**
 * Mends the database in a thread, while nobody has it open, and answers on the port meanwhile: `/health` and
 * `/api/condition` say how far it is, everything else of the API is 503.
 */
export const mendWhileAnswering = (dataDir: string, mending: Mending, parts: Parts) => {
  const { token, port, origins, version, log } = parts
  const since = new Date().toISOString()
  let done = 0
  const worker = databaseCareThread(dataDir)
  const onProgress = (value: number) => {
    done = value
  }
  const ended = worker.mend(mending, onProgress).finally(() => worker.close())

  const condition = (): Condition => ({
    problems: [{ code: 'database.repairing', message: stateOf(mending, done), action: 'none', progress: done, since }],
  })
  const app = new Hono()
    .use(sameMachine(() => port, origins))
    .use(
      cors({
        origin: (origin) => (origins.includes(origin) ? origin : null),
        allowHeaders: ['Authorization', 'Content-Type', 'If-None-Match', 'Last-Event-ID', 'Range'],
      }),
    )
    .use('/api/*', bearer(token))
    .get('/health', (c) =>
      c.json({
        status: 'degraded',
        app: 'AIOS',
        version,
        timestamp: Date.now(),
        uptime: process.uptime(),
        problem: stateOf(mending, done),
      }),
    )
    .get('/api/condition', (c) => c.json(condition()))
  if (parts.ui !== undefined) app.get('*', (c, next) => (isPage(c.req.path) ? ui(parts.ui as string)(c, next) : next()))
  app.all('*', () => {
    throw new AppError('database.repairing', words.repairing.tryLater(stateOf(mending, done)), { status: 503 })
  })
  app.onError(errorHandler(log, new AbortController().signal))
  return { answer: getRequestListener(app.fetch), ended }
}

const isPage = (path: string) => !/^\/(api|mcp|openapi\.json)(\/|$)/.test(path)
