import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import { isDamage } from './corruption.ts'
import { openDatabase } from './database.ts'
import { beginMending, endMending, type Mended, type Mending } from './mending.ts'
import { type RepairOptions, repairAlone } from './repair.ts'
import { putBack, restoreAlone } from './restore.ts'

/** Times that it is begun before it is given up: what ends the program whenever it is tried would end it for ever. */
const mostTries = 2

/**
 * Does it, for who is alone with the data, and notes what came of it.
 * @throws when it failed for what trying again may help (a full disk); what is asked for stays asked for
 */
export const mendAlone = async (dataDir: string, mending: Mending, options: RepairOptions = {}): Promise<void> => {
  const tries = beginMending(dataDir, mending)
  const done = (outcome: Mended) => endMending(dataDir, outcome)
  if (mending.action === 'restore') {
    if (tries >= mostTries) return done({ action: 'restore', failure: words.database.crashesProgram })
    try {
      return done({ action: 'restore', ...restoreAlone(dataDir, mending.name) })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return done({ action: 'restore', failure: error.message })
    }
  }
  if (tries < mostTries) return done({ action: 'repair', report: await repairAlone(dataDir, options) })
  if (await opens(dataDir)) return done({ action: 'repair', failure: words.database.crashesProgram })
  done({ action: 'repair', report: await putBack(dataDir) })
}

const opens = async (dataDir: string): Promise<boolean> => {
  if (!existsSync(join(dataDir, 'aios.db'))) return false
  try {
    const db = await openDatabase(dataDir)
    db.close()
    return true
  } catch (error) {
    if (isDamage(error)) return false
    throw error
  }
}
