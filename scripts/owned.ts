import type { ChildProcess } from 'node:child_process'

/**
 * A program that this script started and must not outlive it. The bootstrap (run.mjs) is told, so that it can end the
 * program if this script is killed.
 */
export const own = (child: ChildProcess): ChildProcess => {
  process.send?.({ own: child.pid })
  child.once('exit', () => process.connected && process.send?.({ disown: child.pid }))
  return child
}

/** Ends a program: asks it, and after `patience` ms kills it. Settles when it is gone. */
export const end = async (child: ChildProcess, { patience = 4000 } = {}): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const { promise: gone, resolve } = Promise.withResolvers<void>()
  child.once('exit', () => resolve())
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), patience)
  await gone
  clearTimeout(timer)
}

/**
 * Aborts at Ctrl+C, SIGTERM, SIGHUP, or when the bootstrap that started this script is gone. Later ones change nothing:
 * what they ask for is under way.
 */
export const endOfScript = (): AbortSignal => {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => controller.abort(signal))
  process.on('disconnect', () => controller.abort('the bootstrap is gone'))
  process.channel?.unref() // waiting for that alone keeps no script alive
  return controller.signal
}
