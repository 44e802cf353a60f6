import type { ChildProcess } from 'node:child_process'

/**
 * A program that this script started and must not outlive it. The bootstrap (run.mjs) is told, so that it can end the
 * program if this script is killed.
 */
export const own = (child: ChildProcess): ChildProcess => ownAs(child, child.pid)

/** The same for a program started with `detached`, and all that it starts in turn. */
export const ownGroup = (child: ChildProcess): ChildProcess => ownAs(child, groupOf(child))

const ownAs = (child: ChildProcess, id: number | undefined) => {
  process.send?.({ own: id })
  child.once('exit', () => process.connected && process.send?.({ disown: id }))
  return child
}

/** How a signal is addressed to a whole group; Windows has none. */
const groupOf = ({ pid = 0 }: ChildProcess) => (process.platform === 'win32' ? pid : -pid)

/** Ends a program: asks it, and after `patience` ms kills it. Settles when it is gone. */
export const end = async (child: ChildProcess, { patience = 4000, group = false } = {}): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const { promise: gone, resolve } = Promise.withResolvers<void>()
  child.once('exit', () => resolve())
  const send = (signal: NodeJS.Signals) => (group ? process.kill(groupOf(child), signal) : child.kill(signal))
  send('SIGTERM')
  const timer = setTimeout(() => send('SIGKILL'), patience)
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
