import { setTimeout as delay } from 'node:timers/promises'
import { tellOfRescued } from '../../services/system/database-watch.ts'
import { isDamage } from '../../storage/database/corruption.ts'
import { hasFreePages } from '../../storage/database/vacuum.ts'
import type { Foundation } from '../foundation.ts'
import type { Agents } from './agents.ts'
import type { Library } from './library.ts'
import type { Reading } from './reading.ts'
import type { Schedules } from './schedules.ts'
import type { Search } from './search.ts'
import type { System } from './system.ts'
import type { Tasks } from './tasks.ts'
import type { Threads } from './threads.ts'

type Parts = Foundation & Threads & Reading & Search & Agents & Tasks & Library & Schedules & System

/** In which order all that works in the background begins, goes on when there is room again, and ends. */
export const lifecycle = (parts: Parts) => {
  const { condition, database, dataDir, db, documents, embeddings, ending, events, indexing } = parts
  const { intake, keeper, log, queue, recovery, room, runner, snapshots, workspaces } = parts
  let tidying: Promise<void> = Promise.resolve()

  const finishRemovals = async () => {
    await documents.finishRemovals()
    await workspaces.finishRemovals()
  }

  room.listen(() => {
    intake.wake()
    runner.wake()
    embeddings.wake()
    if (!room.isLow()) {
      keeper.lookAgain()
      finishRemovals().catch((error: unknown) => log.warn({ err: error }, 'removals are ended at the next start'))
    }
    events.emit({ type: 'indexing.changed', paused: intake.isPaused() })
    events.emit({ type: 'queue.changed', paused: queue.get().paused })
    events.emit({ type: 'embeddings.changed' })
  })

  /** What is damaged is known by then, and keeps nothing else from its work. */
  const begin = (...all: { start(): unknown }[]) => {
    for (const each of all) {
      try {
        const started = each.start()
        if (started instanceof Promise) started.catch(beginLater)
      } catch (error) {
        if (!isDamage(error)) throw error
      }
    }
  }

  const beginLater = (error: unknown) => log.warn({ err: error }, 'what works in the background began incompletely')

  const tidy = async () => {
    await parts.programs.endAbandoned()
    await snapshots.tidy()
    await finishRemovals()
    await parts.upkeep.sweep()
    await parts.stores.library.originals.clearCopies()
    if (hasFreePages(db)) indexing.giveBack()
  }

  return {
    /** Takes up what an earlier run left; what fails of it is tried again, or at the next start. */
    start(): void {
      begin(database, room, parts.care)
      tellOfRescued({ dataDir, condition })
      begin({ start: parts.damaged.look }, intake, parts.originalChecks, runner, parts.neighbours)
      const failed = (error: unknown) => log.warn({ err: error }, 'what the database lacks was not recovered')
      recovery
        .resume()
        .catch(failed)
        .finally(() => ending.signal.aborted || begin(keeper))
      recovery.look().catch(failed)
      begin(parts.clock, embeddings, parts.upkeep)
      tidying = tidy().catch((error: unknown) => log.warn({ err: error }, 'what an earlier run left was not tidied up'))
    },

    /**
     * Stops all work, marks what ran, and closes the database with its log folded in; one that was lost is saved first.
     * Until `answered`, for a while, requests that are open still find it.
     */
    async close({ answered = Promise.resolve() }: { answered?: Promise<unknown> } = {}): Promise<void> {
      ending.abort()
      try {
        await room.close()
        const { analysing, care, clock, externalAgents, mcp, originalChecks, searching, vectors } = parts
        const atWork = [runner, clock, intake, originalChecks, embeddings, mcp, externalAgents]
        await Promise.all([...atWork.map((each) => each.close()), keeper.closeAll()])
        await Promise.all([indexing, searching, vectors, analysing, snapshots, care].map((each) => each.close()))
        await Promise.race([Promise.all([tidying, answered]), delay(500, undefined, { ref: false })])
        parts.neighbours.close()
        await parts.upkeep.close()
      } finally {
        try {
          if (!(await database.close())) db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
        } finally {
          await parts.integrity.close()
          db.close()
          parts.instance.leave()
        }
      }
    },
  }
}
