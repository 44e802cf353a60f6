import { once } from 'node:events'
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { dataDirectory } from '../base/data-dir.ts'
import { AppError } from '../base/errors.ts'
import { createLogger } from '../base/log.ts'
import type { FromServer, ToServer } from '../base/server-protocol.ts'
import { isFull } from '../base/store-failures.ts'
import * as words from '../base/words/index.ts'
import { serverEnvironment, version } from '../runtime.ts'
import { isDamage } from '../storage/database/corruption.ts'
import { readMended, requestMending } from '../storage/database/mending.ts'
import { openData } from '../storage/database/opening.ts'
import { serverLog } from './server-log.ts'

type Start = Extract<ToServer, { type: 'start' }>

/** Milliseconds after which the process ends although something still holds it. */
const EXIT_TIMEOUT = 2500

const destination = serverLog()
const log = createLogger('server', destination)

/** The role `server`: waits on the fork channel for what to do, then serves until told to stop or left alone. */
export const startServer = async (): Promise<void> => {
  serverEnvironment.take(process.env)
  let stop: (reason: string) => void = () => process.exit()
  process.on('disconnect', () => stop('the supervisor is gone'))
  if (!process.connected) return stop('the supervisor was gone before this was loaded')
  // A terminal's Ctrl+C, or its end, reaches the supervisor too, which tells this process what to do.
  process.on('SIGINT', () => undefined)
  process.on('SIGHUP', () => undefined)
  process.on('SIGTERM', () => stop('SIGTERM'))
  process.on('message', (message: ToServer) => {
    if (message.type === 'shutdown') return stop(message.reason)
    destination.writeTo(message.dataDir, [message.token])
    serve(message).then(
      (shutdown) => {
        stop = shutdown
      },
      (error: unknown) => unable(error, message),
    )
  })
}

/** The role `mcp`: offers the library over stdin and stdout, until stdin ends. */
export const startLibrary = async (): Promise<void> => {
  const { serveLibrary } = await import('./mcp/stdio.ts')
  const dataDir = dataDirectory()
  await serveLibrary({ log, dataDir, version, open: () => import('./open.ts') }).catch((error: unknown) => {
    log.fatal({ reason: wordsFor(error, { dataDir }) ?? (error as Error).message }, 'the library cannot be opened')
    process.exit(1)
  })
}

/** The role `restore`: goes back to a copy of the database; ends with 0 when that is done. */
export const startRestore = async (options: string[]): Promise<void> => {
  const { restoreFromCommand } = await import('./restore.ts')
  const dataDir = dataDirectory()
  try {
    await restoreFromCommand(options, { dataDir, print: (line) => void process.stdout.write(`${line}\n`) })
  } catch (error) {
    process.stderr.write(`${wordsFor(error, { dataDir }) ?? (error as Error).message}\n`)
    process.exitCode = error instanceof TypeError ? 2 : 1
  }
}

/** The role `check`: looks through the data, and ends. */
export const startCheck = async (args: string[]): Promise<void> => {
  const { check } = await import('./check.ts')
  process.exitCode = await check(args, log).catch((error: unknown) => {
    process.stderr.write(`${words.check.failed((error as Error).message)}\n`)
    return 1
  })
}

const send = (message: FromServer, done?: () => void) => {
  if (!process.connected) return done?.()
  process.send?.(message, undefined, {}, () => done?.())
}

const unable = (error: unknown, start: Start) => {
  const message = wordsFor(error, start)
  // What a person can mend needs no stack.
  log[message ? 'debug' : 'error']({ err: error }, 'the server cannot start')
  send({ type: 'unable', message: message ?? (error as Error).message }, () => process.exit(1))
}

/** Why the data or the port cannot be had, where a person can mend it. */
const wordsFor = (error: unknown, { port, dataDir }: Pick<Start, 'dataDir'> & Partial<Start>): string | undefined => {
  const { code, message, errcode, syscall } = error as NodeJS.ErrnoException & { errcode?: number }
  if (error instanceof AppError) return message
  if (isFull(error)) return words.storage.fullAtStart(dataDir)
  const damaged = words.storage.unrepairable(dataDir)
  const unusable = words.storage.unwritable(dataDir)
  const known: Record<string, string> = {
    EADDRINUSE: words.storage.portInUse(port),
    EACCES: syscall === 'listen' ? words.storage.portForbidden(message) : unusable,
    EROFS: unusable,
    // SQLite's result codes
    8: unusable,
    14: unusable,
    11: damaged,
    26: damaged,
    266: damaged,
  }
  return known[errcode === undefined ? (code ?? '') : errcode & 0xff]
}

/**
 * Opens the data, listens on 127.0.0.1 and reports the port; gives back how to stop. What answers requests takes longer
 * to load than all else together, so it is loaded when the port is known, and requests that come meanwhile wait for it.
 * A database that has to be mended first is so while the port answers how far that is.
 */
const serve = async (start: Start): Promise<(reason: string) => void> => {
  const answering = Promise.withResolvers<RequestListener>()
  const open = new Set<ServerResponse>()
  let meanwhile: RequestListener | undefined
  const server = createServer((request, response) => {
    open.add(response)
    response.once('close', () => open.delete(response))
    if (meanwhile) return meanwhile(request, response)
    void answering.promise.then((answer) => answer(request, response))
  })
  // A large upload may take its time; a client that never ends its headers, or stops sending, may not.
  server.requestTimeout = 0
  server.headersTimeout = 20_000
  server.timeout = 120_000
  let port = 0
  let beat: NodeJS.Timeout | undefined
  const listening = async () => {
    if (port !== 0) return
    port = await listen(server, start.port).catch((error: NodeJS.ErrnoException) => {
      // EACCES: ports may be kept back by the system, on Windows whole ranges from one boot to the next.
      if (start.fixedPort || !['EADDRINUSE', 'EACCES'].includes(error.code ?? '')) throw error
      return listen(server, 0)
    })
    send({ type: 'listening', port })
    beat = setInterval(() => send({ type: 'beat' }), 1000)
  }

  // Migrations may take long: nobody is to count on an answer before.
  const data = await openData(start.dataDir, async (mending) => {
    const { mendWhileAnswering } = await import('./repairing.ts')
    await listening()
    const { answer, ended } = mendWhileAnswering(start.dataDir, mending, { ...start, port, log })
    meanwhile = answer
    await ended
    meanwhile = undefined
  })
  await listening()
  const { openApp } = await import('./open.ts')
  let restart = (_: string): void => undefined
  const app = await openApp({
    ...start,
    ...{ port: () => port, log, data },
    restart: (reason) => restart(reason),
  }).catch((error: unknown) => {
    data.db.close()
    data.instance.leave()
    if (isDamage(error) && canMend(start.dataDir)) return error as Error
    throw error
  })
  if (app instanceof Error) {
    // What every start needs is damaged, though the database could be opened: the next one repairs it first.
    log.error({ err: app }, 'the database is damaged')
    requestMending(start.dataDir, { action: 'repair' })
    send({ type: 'restart', message: words.storage.willRepair }, () => process.exit())
    return () => undefined
  }
  const { services, answer } = app
  answering.resolve(answer)
  services.start()

  let stopping = false
  services.database.whenLost((why) => {
    if (stopping) return
    stopping = true
    // The supervisor must not take it for stuck: saving a large database takes a while.
    send({ type: 'restart', message: why })
    server.close()
    services
      .close()
      .catch((error: unknown) => log.error({ err: error }, 'the data was not closed as it should be'))
      .finally(() => process.exit())
  })
  const stop = (reason: string) => {
    if (stopping) return
    stopping = true
    log.info({ reason }, 'the server stops')
    setTimeout(() => process.exit(1), EXIT_TIMEOUT).unref()
    clearInterval(beat)
    server.close()
    services
      .close({ answered: Promise.all([...open].map((response) => once(response, 'close'))) })
      .catch((error: unknown) => log.error({ err: error }, 'the data was not closed as it should be'))
      .finally(() => process.exit())
  }
  restart = (reason) => send({ type: 'restart', message: reason }, () => stop(reason))
  return stop
}

/** Not where it was tried and came to nothing: that would never end. */
const canMend = (dataDir: string): boolean => {
  const mended = readMended(dataDir)
  return mended === undefined || !('failure' in mended)
}

/** Listens on the port asked for; gives back the one it got. */
const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve((server.address() as { port: number }).port)
    })
  })
