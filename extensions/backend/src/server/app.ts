import { Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import { secureHeaders } from 'hono/secure-headers'
import { AppError } from '../base/errors.ts'
import * as words from '../base/words/index.ts'
import { bearer, sameMachine } from './auth.ts'
import { noStore } from './caching.ts'
import { connections } from './connections.ts'
import { errorHandler, notFound } from './errors.ts'
import { mcpEndpoint } from './mcp/endpoint.ts'
import { openapi } from './openapi.ts'
import { agentRoutes } from './routes/agents.ts'
import { approvalRoutes } from './routes/approvals.ts'
import { conditionRoutes } from './routes/condition.ts'
import { diagnosticsRoutes } from './routes/diagnostics.ts'
import { documentRoutes } from './routes/documents.ts'
import { embeddingRoutes } from './routes/embeddings.ts'
import { eventRoutes } from './routes/events.ts'
import { exportRoutes } from './routes/exports.ts'
import { externalAgentRoutes } from './routes/external-agents.ts'
import { folderRoutes } from './routes/folders.ts'
import { healthRoutes } from './routes/health.ts'
import { importRoutes } from './routes/imports.ts'
import { indexingRoutes } from './routes/indexing.ts'
import { journalRoutes } from './routes/journal.ts'
import { linkRoutes } from './routes/links.ts'
import { mcpRoutes } from './routes/mcp.ts'
import { mcpAccessRoutes } from './routes/mcp-access.ts'
import { originalCheckRoutes } from './routes/original-checks.ts'
import { preferenceRoutes } from './routes/preferences.ts'
import { providerRoutes } from './routes/providers.ts'
import { queueRoutes } from './routes/queue.ts'
import { recoveryRoutes } from './routes/recovery.ts'
import { scheduleRoutes } from './routes/schedules.ts'
import { searchRoutes } from './routes/search.ts'
import { storageRoutes } from './routes/storage.ts'
import { taskRoutes } from './routes/tasks.ts'
import { toolRoutes } from './routes/tools.ts'
import { usageRoutes } from './routes/usage.ts'
import { workspaceRoutes } from './routes/workspaces.ts'
import type { Services } from './services.ts'
import { ui } from './ui.ts'

/** Bytes of a body that is not an upload. */
const MAX_BODY_BYTES = 1024 ** 2

const tooLarge = () => {
  throw new AppError('request.too-large', words.requests.tooLarge, { status: 413 })
}

/** HEAD runs the handler of GET; the body that nobody will read is let go of, with the file or stream behind it. */
const headOnly: MiddlewareHandler = async (c, next) => {
  await next()
  if (c.req.method === 'HEAD') await c.res.body?.cancel()
}

/** What would change something is refused while it could not be stored. */
const whileStored =
  ({ database }: Services): MiddlewareHandler =>
  (c, next) => {
    if (!['GET', 'HEAD', 'OPTIONS'].includes(c.req.method)) database.check()
    return next()
  }

/** All of the HTTP contract; also the type that the window's client is made from. */
export const createApp = (services: Services) => {
  const { token, port, origins, log } = services
  const limited = bodyLimit({ maxSize: MAX_BODY_BYTES, onError: tooLarge })
  const api = new Hono()
    .route('/', workspaceRoutes(services))
    .route('/', documentRoutes(services))
    .route('/', folderRoutes(services))
    .route('/', indexingRoutes(services))
    .route('/', searchRoutes(services))
    .route('/', externalAgentRoutes(services))
    .route('/', agentRoutes(services))
    .route('/', taskRoutes(services))
    .route('/', queueRoutes(services))
    .route('/', journalRoutes(services))
    .route('/', scheduleRoutes(services))
    .route('/', approvalRoutes(services))
    .route('/', exportRoutes(services))
    .route('/', importRoutes(services))
    .route('/', storageRoutes(services))
    .route('/', originalCheckRoutes(services))
    .route('/', recoveryRoutes(services))
    .route('/', conditionRoutes(services))
    .route('/', diagnosticsRoutes(services))
    .route('/', preferenceRoutes(services))
    .route('/', providerRoutes(services))
    .route('/', usageRoutes(services))
    .route('/', embeddingRoutes(services))
    .route('/', toolRoutes(services))
    .route('/', mcpRoutes(services))
    .route('/', mcpAccessRoutes(services))
    .route('/', linkRoutes(services))
    .route('/', eventRoutes(services))
  const app = new Hono()
    .use(
      secureHeaders({
        crossOriginResourcePolicy: 'cross-origin',
        xFrameOptions: 'DENY',
        referrerPolicy: 'no-referrer',
        // Said over plain HTTP it means nothing (RFC 6797, 7.2).
        strictTransportSecurity: false,
      }),
    )
    .use(connections)
    .use('/api/*', noStore)
    .use('/mcp/*', noStore)
    .use(headOnly)
    .use(sameMachine(port, origins))
    .use(
      cors({
        origin: (origin) => (origins.includes(origin) ? origin : null),
        allowMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
        allowHeaders: ['Authorization', 'Content-Type', 'If-None-Match', 'Last-Event-ID', 'Range'],
        exposeHeaders: ['Content-Disposition', 'Content-Length', 'Content-Range', 'ETag', 'Aios-Marked'],
        maxAge: 600,
      }),
    )
    .use('/api/*', bearer(token))
    .use('/api/*', whileStored(services))
    .use('/api/*', (c, next) => (isUpload(c.req.path) ? next() : limited(c, next)))
    .route('/', healthRoutes(services))
    .route('/', mcpEndpoint(services))
    .route('/api', api)
  app.get('/openapi.json', openapi(app, services))
  if (services.ui !== undefined) app.get('*', ui(services.ui))
  app.onError(errorHandler(log, services.ending))
  app.notFound(notFound)
  return app
}

export type App = ReturnType<typeof createApp>

/** Uploads are limited file by file while they are read. */
const isUpload = (path: string) => /^\/api\/(workspaces\/[^/]+\/documents|import)$/.test(path)
