import { setTimeout as delay } from 'node:timers/promises'
import { background } from './background.ts'
import { endLease, heartbeatTime } from './lease.ts'
import type { Logger } from './log.ts'

/** A piece of work under a claim of this process. */
export type Job = { id: string; lease: string; abort: AbortController; ended: Promise<void> }

/** What was claimed, and how it is done; `run` stores its own outcome. */
export type Work = { id: string; lease: string; run(job: Job): Promise<void> }

type Parts = {
  /** What the queue is of, for the log: `documents`. */
  of: string
  log: Logger
  hasRoom(running: number): boolean
  /** Claims what is to be done next. */
  next(): Work | undefined
  /** Renews a claim; false when it was lost. */
  heartbeat(id: string, lease: string): boolean
  /** Tells whoever listens that something may have changed. */
  changed(id: string): void
  /** Stores how a job is left behind when this process ends. */
  leave?(job: Job): void
}

/** Milliseconds that ending waits for what runs. */
const longestEnd = 1000

/**
 * Work that stands queued in the database, taken up by lease, so that a crash and a second instance on the same data are
 * the same case. Looks every few seconds for what another process left behind.
 */
export const jobQueue = ({ of, log, hasRoom, next, heartbeat, changed, leave }: Parts) => {
  /** By lease: what is queued anew may start before its last job has quite ended. */
  const running = new Map<string, Job>()
  const closing = new AbortController()
  let timer: NodeJS.Timeout | undefined

  const take = ({ id, lease, run }: Work): Promise<void> => {
    const job: Job = { id, lease, abort: new AbortController(), ended: Promise.resolve() }
    running.set(lease, job)
    job.ended = run(job)
      .finally(() => {
        running.delete(lease)
        endLease(lease)
        changed(id)
        wake()
      })
      .catch((error: unknown) => log.error({ id, err: error }, `work on ${of} ended without a result`))
    changed(id)
    return job.ended
  }

  const queue = background(`the queue of ${of} could not be looked at`, log, () => {
    while (!closing.signal.aborted && hasRoom(running.size)) {
      const work = next()
      if (!work) return
      void take(work)
    }
  })
  const beat = background(`claims on ${of} could not be kept`, log, () => {
    for (const { id, lease, abort } of running.values()) if (!heartbeat(id, lease)) abort.abort()
  })
  const wake = queue.run

  const leaveAll = () => {
    for (const job of running.values()) {
      try {
        leave?.(job)
      } catch (error) {
        // The claim dies with this process, so the work is found and taken up all the same.
        log.warn({ id: job.id, err: error }, `how work on ${of} was left could not be stored`)
      }
      job.abort.abort()
    }
  }

  return {
    /** Aborted when this process ends. */
    closing: closing.signal,
    wake,
    take,
    jobsOf: (ids: readonly string[]): Job[] => [...running.values()].filter(({ id }) => ids.includes(id)),
    start(): void {
      timer = setInterval(() => {
        beat.run()
        wake()
      }, heartbeatTime).unref()
      wake()
    },
    /** Leaves what runs and takes no more; waits at most a second. */
    async close(): Promise<void> {
      closing.abort()
      clearInterval(timer)
      queue.stop()
      beat.stop()
      const ended = Promise.all([...running.values()].map((job) => job.ended))
      leaveAll()
      await Promise.race([ended, delay(longestEnd, undefined, { ref: false })])
    },
  }
}
