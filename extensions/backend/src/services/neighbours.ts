import type { Logger } from '../log.ts'
import { background } from './background.ts'
import type { EventBus } from './events.ts'

type Parts = {
  /** Rises when another connection wrote to the database. */
  changes: () => number
  /** Whether our own indexing thread, which has a connection of its own, is at work. */
  isIndexing: () => boolean
  events: EventBus
  log: Logger
}

/** Milliseconds between two looks. */
const pause = 2000

/**
 * Another instance on the same data writes without telling this one. Where the database changed and it was not us,
 * clients are told to ask again.
 */
export const neighbourWatch = ({ changes, isIndexing, events, log }: Parts) => {
  let timer: NodeJS.Timeout | undefined
  let last: number | undefined
  let wasIndexing = true
  const look = background('whether another instance wrote could not be seen', log, () => {
    const now = changes()
    const ours = wasIndexing || isIndexing()
    if (last !== undefined && now !== last && !ours) events.emit({ type: 'reset' })
    last = now
    wasIndexing = isIndexing()
  })
  return {
    start(): void {
      timer = setInterval(look.run, pause).unref()
    },
    stop(): void {
      clearInterval(timer)
      look.stop()
    },
  }
}
