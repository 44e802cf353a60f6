import type { FromServer, ToServer } from '../base/server-protocol.ts'
import * as words from '../base/words/index.ts'
import type { ServerProcess } from './fork.ts'
import { watchHeartbeat } from './heartbeat.ts'

export type StartMessage = Extract<ToServer, { type: 'start' }>

/**
 * Why a server process is no more. `unable`: it said that another try would not help. `crashed`: what it was at may have
 * been the cause, as nobody ended it from outside. `wantsRestart`: it ended to be started again.
 */
export type End = { cause: string; unable: boolean; crashed: boolean; wantsRestart: boolean }

export type Server = {
  readonly pid: number | undefined
  /** Settles when the process has ended and all that it printed was read. */
  readonly ended: Promise<End>
  /** Asks it to end; after `patience` ms it is killed. */
  stop(reason: string, patience: number): Promise<void>
}

/** Milliseconds without a beat after which it is stuck: once it listens, and before (a large migration blocks it). */
export type Silence = { listening: number; starting: number }

type Options = {
  start: StartMessage
  silence?: Silence
  onListening: (port: number) => void
}

/** Signals that end a process without its own doing. */
const fromOutside = ['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP']

const defaultSilence: Silence = { listening: 10_000, starting: 120_000 }

/** Tells a freshly started server process to start, and follows it until its end. */
export const followServer = (spawned: ServerProcess, options: Options): Server => {
  const { start, silence = defaultSilence, onListening } = options
  const { child } = spawned
  let cause: string | undefined
  let unable = false
  let wantsRestart = false
  let hasListened = false
  let stuck = false

  const stuckAfter = (limit: number) =>
    watchHeartbeat({
      limit,
      onSilence() {
        cause = words.serverProcess.unresponsive(limit)
        stuck = true
        child.kill('SIGKILL')
      },
    })
  let heart = stuckAfter(silence.starting)

  child.on('message', (message: FromServer) => {
    heart.beat()
    if (message.type === 'listening') {
      hasListened = true
      heart.stop()
      heart = stuckAfter(silence.listening)
      return onListening(message.port)
    }
    if (message.type === 'restart') {
      cause = message.message
      wantsRestart = true
    }
    if (message.type !== 'unable') return
    cause = message.message
    unable = true
    setTimeout(() => child.kill('SIGKILL'), 1000).unref() // in case it does not end by itself
  })

  const send = (message: ToServer) => {
    // A channel that is closed means that the process is ending, which `ended` tells.
    if (child.connected) child.send(message, () => {})
  }
  send(start)

  const ended = spawned.ended.then((end) => {
    heart.stop()
    const isDone = wantsRestart && child.exitCode === 0
    const isAccident = !wantsRestart && !fromOutside.includes(child.signalCode ?? '')
    return { cause: cause ?? end, unable, crashed: stuck || isAccident, wantsRestart: isDone }
  })

  const stop: Server['stop'] = async (reason, patience) => {
    send({ type: 'shutdown', reason })
    // One that is still starting may not be able to hear it, and nobody's work is in it yet.
    const impatience = setTimeout(() => child.kill('SIGKILL'), hasListened ? patience : 0)
    await ended
    clearTimeout(impatience)
  }

  return { pid: child.pid, ended, stop }
}
