import type { Tool } from '../agents/tools/tool.ts'
import { eventBus } from '../base/events.ts'
import type { Logger } from '../base/log.ts'
import { conditionService } from '../services/system/condition.ts'
import { corruptionWatch } from '../services/system/corruption.ts'
import { databaseWatch } from '../services/system/database-watch.ts'
import { roomService } from '../services/system/room.ts'
import { upkeepService } from '../services/system/upkeep.ts'
import { watchForDamage } from '../storage/database/corruption.ts'
import { databaseFile } from '../storage/database/database-file.ts'
import { diskSpace } from '../storage/database/disk-space.ts'
import { type OpenedData, openData } from '../storage/database/opening.ts'
import { openIntegrity } from '../workers/integrity-thread.ts'
import { openThreads } from './compose/threads.ts'
import { openStores } from './stores.ts'

export type Launch = {
  token: string
  /** The port in use; 0 until the server listens. */
  port: () => number
  origins: readonly string[]
  ui?: string
  dataDir: string
  version: string
  log: Logger
  /** The server before this one crashed. */
  afterCrash?: boolean
  /** Tools besides those that come along. */
  tools?: readonly Tool[]
  /** The data directory, where it is open already. */
  data?: OpenedData
  /** Ends this server to be started again, where somebody is there to do that. */
  restart?: (reason: string) => void
}

/**
 * What everything else stands on: the data, opened and watched for damage, loss and a full disk, and the ways to say what
 * happens to it.
 */
export const openFoundation = async (launch: Launch) => {
  const { dataDir, log, afterCrash = false } = launch
  const integrity = openIntegrity()
  const ending = new AbortController()
  const events = eventBus()
  const condition = conditionService({ events })
  const damage = corruptionWatch({ condition, log })
  const { instance, ...data } = launch.data ?? (await openData(dataDir))
  const db = watchForDamage(data.db, damage.met)
  const database = databaseWatch({ file: databaseFile(db, dataDir), prove: integrity.faults, condition, log })
  const space = diskSpace(dataDir)
  const room = roomService({ space, condition, log })
  const threads = openThreads({ dataDir, log, onError: damage.met })
  const stores = openStores({
    ...{ db, dataDir, space, afterCrash, hash: integrity.hash, guard: database.check, log },
    threads: { index: threads.indexing, search: threads.searchThread, vectors: threads.vectors },
  })
  const upkeep = upkeepService({ ...stores, log })
  await upkeep.assess()
  return {
    ...launch,
    ...{ condition, damage, database, db, ending, events, instance, integrity, room, stores, threads, upkeep },
  }
}
export type Foundation = Awaited<ReturnType<typeof openFoundation>>
