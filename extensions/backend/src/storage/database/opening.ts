import { AppError } from '../../base/errors.ts'
import { isFull } from '../../base/store-failures.ts'
import * as words from '../../base/words/index.ts'
import { isDamage } from './corruption.ts'
import { type Database, ForeignDatabase, openDatabase } from './database.ts'
import { dueMending, giveUpMending, isLost, type Mending } from './mending.ts'
import { aloneWithData, enterData, type Instance } from './presence.ts'
import { finishReplacement, isReplacing } from './replacement.ts'

export type OpenedData = { db: Database; instance: Instance }

/** Mends the database as it is told; it is alone with the data. */
type Mend = (mending: Mending) => Promise<void>

/** What it takes is loaded when it is needed. */
const mendHere: (dataDir: string, mending: Mending) => Promise<void> = async (dataDir, mending) => {
  const { mendAlone } = await import('./mend.ts')
  await mendAlone(dataDir, mending)
}

/** Where the disk has no room to say so, it is not said: what keeps people from making room is worse. */
const giveUp = (dataDir: string, mending: Mending, why: string) => {
  try {
    giveUpMending(dataDir, mending, why)
  } catch (error) {
    if (!isFull(error)) throw error
  }
}

/**
 * Opens the data, after what was asked for has been done to it, or what it needs to be opened at all: `mend` does that.
 * @throws AppError `data.in-use` (409) when it must be mended and another process has it open
 */
export const openData = async (
  dataDir: string,
  mend: Mend = (mending) => mendHere(dataDir, mending),
): Promise<OpenedData> => {
  const instance = await enterData(dataDir)
  const mendFirst = (mending: Mending) => aloneWithData(dataDir, () => mend(mending))
  try {
    if (isReplacing(dataDir)) await aloneWithData(dataDir, async () => finishReplacement(dataDir))
    const due = dueMending(dataDir)
    if (due) {
      await mendFirst(due).catch((error: unknown) => {
        const isInUse = error instanceof AppError && error.code === 'data.in-use'
        if (isLost(dataDir) || !(isInUse || isFull(error))) throw error
        giveUp(dataDir, due, isInUse ? error.message : words.database.noRoom)
      })
    }
    const db = await openDatabase(dataDir).catch(async (error: unknown) => {
      if (!isDamage(error) && !(error instanceof ForeignDatabase)) throw error
      await mendFirst({ action: 'repair' })
      return openDatabase(dataDir)
    })
    return { db, instance }
  } catch (error) {
    instance.leave()
    throw error
  }
}
