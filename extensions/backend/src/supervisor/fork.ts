import { type ChildProcess, spawn } from 'node:child_process'
import * as words from '../base/words/index.ts'
import { commandFor, serverEnvironment } from '../runtime.ts'

export type ServerProcess = {
  child: ChildProcess
  /** How it ended, for people; settles once all that it printed was read. */
  ended: Promise<string>
}

/** What a process left in its pipes is waited for, but something that it started may hold them open for longer. */
const drain = 200

/**
 * A new server process, waiting on its channel to be told to start; see protocol.ts. `spawn` and not `fork`: fork puts a
 * script's path in front of the arguments, which the packed executable would take for the role.
 */
export const startServerProcess = (): ServerProcess => {
  const { command, args } = commandFor('server')
  return startProcess(command, args)
}

export const startProcess = (command: string, args: string[]): ServerProcess => {
  // The token goes over the channel; an environment can be read by other processes.
  const { AIOS_TOKEN: _, ...inherited } = process.env
  const child = spawn(command, args, {
    env: serverEnvironment.added(inherited),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    windowsHide: true,
  })
  const { promise: ended, resolve } = Promise.withResolvers<string>()
  child.once('error', (error) => resolve(words.serverProcess.notStarted(error.message)))
  child.once('exit', (code, signal) => {
    const how = signal ? words.serverProcess.endedBy(signal) : words.serverProcess.exited(code)
    child.once('close', () => resolve(how))
    setTimeout(() => resolve(how), drain)
  })
  return { child, ended }
}
