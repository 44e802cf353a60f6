import { setImmediate as breath } from 'node:timers/promises'
import { compact } from '../../originals/catalogue-compaction.ts'
import type { LibraryUpkeep } from '../port/upkeep.ts'
import type { SqliteStores } from './stores.ts'

export const sqliteUpkeep = ({ db, catalogue, contents, trust }: SqliteStores): LibraryUpkeep => ({
  async assess() {
    await trust.assess()
    await contents.reclaim()
  },
  async tell() {
    if (!trust.isAssessed()) await trust.assess()
    while (catalogue.flush()) await breath()
    await catalogue.sync()
  },
  async sweep() {
    await contents.sweep()
    if (trust.isCertain()) await compact(db, catalogue)
  },
})
