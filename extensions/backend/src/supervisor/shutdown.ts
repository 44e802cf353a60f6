import type { Logger } from '../base/log.ts'

/** All of it ends within 3 s. The server gets less, so that killing it and going still fits. */
const patience = 2300
const deadline = 2900

type Options = {
  log: Logger
  /** Ends the server, by force after `patience` ms. */
  stop: (reason: string, patience: number) => Promise<void>
  /** A last thing to do when the server has ended; cut off at the deadline. */
  farewell?: () => Promise<void>
}

type Shutdown = (reason: string, code?: number) => void

/**
 * The one way out: whatever the reason, signals and failures among them, the server is ended and then this process. Asking again
 * changes nothing.
 */
export const oneShutdown = ({ log, stop, farewell }: Options): Shutdown => {
  let going = false
  const shutdown: Shutdown = (reason, code = 0) => {
    if (going) return
    going = true
    setTimeout(() => process.exit(code || 1), deadline)
    void stop(reason, patience)
      .then(farewell)
      .catch((error) => log.warn(`On the way out: ${error.message}`))
      .finally(() => process.exit(code))
  }
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'The supervisor failed')
    shutdown('the supervisor failed', 1)
  })
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, () => shutdown(`${signal} received`))
  return shutdown
}

/** Whoever started this process; asked early, as one that is gone is replaced by another. */
const parent = process.ppid

/** Calls `onGone` once when the process that started this one is no more. */
export const watchParent = (onGone: () => void, { interval = 500 } = {}): void => {
  const timer = setInterval(() => {
    if (process.ppid === parent && isAlive(parent)) return
    clearInterval(timer)
    onGone()
  }, interval)
}

/** On Windows a process keeps the id of a parent that is gone, so it must be asked for. */
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Writing to a pipe whose reader died is no reason to fail: the way out is already being taken. */
export const surviveClosedOutput = (): void => {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'EOF') throw error
    })
  }
}
