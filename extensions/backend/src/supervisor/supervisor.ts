import { type RestartPolicy, restartPolicy } from '../base/restart-policy.ts'
import type { BackendState } from '../shared/contract/link.ts'
import { type End, followServer, type Server, type Silence, type StartMessage } from './child.ts'
import { type ServerProcess, startServerProcess } from './fork.ts'
import type { Journal } from './log-writer.ts'

export type State = BackendState | { state: 'ready'; port: number }

export type Supervisor = {
  readonly state: State
  /** Starts anew after a failure, or at once where it waits to; its count of crashes begins again. */
  retry(): void
  /** Ends the server for good, by force after `patience` ms. */
  stop(reason: string, patience: number): Promise<void>
}

type Options = {
  /** The first server process, started before there was time for anything else. */
  first: ServerProcess
  fork?: () => ServerProcess
  start: Omit<StartMessage, 'type'>
  journal: Journal
  onState: (state: State) => void
  policy?: RestartPolicy
  silence?: Silence
}

/**
 * Keeps one server running: starts another when it ends or hangs, on the same port where that is free, until the policy
 * says that it is enough.
 */
export const supervise = (options: Options): Supervisor => {
  const { first, fork = startServerProcess, start, journal, onState, policy = restartPolicy(), silence } = options
  const { log } = journal
  let state: State = { state: 'starting' }
  let port = 0
  let server: Server | undefined
  let waiting: NodeJS.Timeout | undefined
  let stopping = false
  let afterCrash = false

  const enter = (next: State) => {
    state = next
    onState(next)
  }

  const begin = (spawned = fork()) => {
    journal.follow(spawned, 'server')
    const follower = followServer(spawned, {
      // Once it had a port it should have the same again, but another is better than none.
      start: { type: 'start', ...start, afterCrash, ...(port && { port, fixedPort: false }) },
      silence,
      onListening(listening) {
        port = listening
        log.info({ port, server: follower.pid }, 'The server listens')
        if (!stopping) enter({ state: 'ready', port })
      },
    })
    server = follower
    void follower.ended.then(ended)
  }

  const ended = async ({ cause, unable, crashed, wantsRestart }: End) => {
    server = undefined
    afterCrash = crashed
    if (stopping) return
    if (wantsRestart) {
      log.info(cause)
      enter({ state: 'restarting', attempt: 1, cause })
      return begin()
    }
    log.error(cause)
    const next = unable ? undefined : policy.crashed(performance.now())
    if (!next) {
      const logTail = await journal.tail()
      return stopping ? undefined : enter({ state: 'failed', cause, logTail })
    }
    enter({ state: 'restarting', attempt: next.attempt, cause })
    waiting = setTimeout(() => begin(), next.delay)
  }

  begin(first)

  return {
    get state() {
      return state
    },

    retry() {
      if (server || stopping) return
      log.info('Starting again, as asked')
      clearTimeout(waiting)
      policy.reset()
      enter({ state: 'starting' })
      begin()
    },

    async stop(reason, patience) {
      stopping = true
      clearTimeout(waiting)
      log.info(`Stopping: ${reason}`)
      enter({ state: 'stopping', reason })
      await server?.stop(reason, patience)
    },
  }
}
