import { describe, expect, it } from 'vitest'
import { wordsForMended } from '../../../extensions/backend/src/services/system/mended.ts'
import type { RepairReport } from '../../../extensions/backend/src/storage/database/repair-report.ts'

const report: RepairReport = { how: 'copied', workspaces: 1, documents: 2, tasks: 3, requeued: 0, damaged: [] }
const wordsFor = (part: Partial<RepairReport>) => wordsForMended({ action: 'repair', report: { ...report, ...part } })

describe('what is said of a repair', () => {
  it('stays true once documents were recovered, and leaves nothing to be done', () => {
    for (const how of ['new', 'restored'] as const) {
      const { message, action } = wordsFor({ how, was: 'damaged', keptAs: 'damaged.db', from: 'daily.db' })
      expect(message).not.toMatch(/recover/i)
      expect(message).toContain('are lost')
      expect(action).toBe('none')
    }
    expect(wordsFor({}).message).not.toContain('Nothing was lost')
  })

  it('says what was wrong with the file', () => {
    const what = (was: RepairReport['was']) => wordsFor({ how: 'new', ...(was && { was }) }).message
    expect(what('damaged')).toContain('was damaged')
    expect(what('missing')).toContain('was missing')
    expect(what('foreign')).toContain('another program')
  })
})

describe('what is said of a restore', () => {
  it('offers to undo it only where there was a database before', () => {
    const restore = { action: 'restore', from: 'manual-2026-01-01T00-00-00.000Z.db' } as const
    expect(wordsForMended({ ...restore, keptAs: 'before.db' }).message).toContain('To undo this')
    expect(wordsForMended(restore).message).not.toContain('undo')
  })
})
