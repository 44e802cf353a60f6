import type { Logger } from '../../base/log.ts'
import type { openApp } from '../open.ts'

type Parts = {
  log: Logger
  dataDir: string
  version: string
  /** Loads what opens the data. */
  open(): Promise<{ openApp: typeof openApp }>
}

/** Milliseconds that closing may take. */
const EXIT_TIMEOUT = 2000

/**
 * The role `mcp`: the library over stdin and stdout, for a program that starts this one. A second instance on the data,
 * beside the app where that runs; it takes up no work and keeps none. Nothing but the protocol goes to stdout.
 */
export const serveLibrary = async ({ log, dataDir, version, open }: Parts): Promise<void> => {
  const [{ openApp }, { libraryOverStdio }] = await Promise.all([open(), import('./library.ts')])
  const { services } = await openApp({ token: '', port: () => 0, origins: [], dataDir, version, log })
  let isEnding = false
  const end = () => {
    if (isEnding) return
    isEnding = true
    setTimeout(() => process.exit(), EXIT_TIMEOUT).unref()
    services
      .close()
      .catch((error: unknown) => log.error({ err: error }, 'the data was not closed as it should be'))
      .finally(() => process.exit())
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, end)
  libraryOverStdio({ library: services.library, version, log }, end)
}
