import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { markDoubt, readDoubt } from '../../../extensions/backend/src/storage/originals/doubt.ts'
import { temporaryFolder } from '../../support/folder.ts'

it('is there once it was noted, with its reason and its time', () => {
  const dataDir = temporaryFolder()
  expect(readDoubt(dataDir)).toBeUndefined()
  const before = Date.now()
  markDoubt(dataDir, 'restored')
  const doubt = readDoubt(dataDir)
  expect(doubt?.reason).toBe('restored')
  expect(Date.parse(doubt?.since ?? '')).toBeGreaterThanOrEqual(before)
})

it('counts as noted just now where its note is damaged', () => {
  const dataDir = temporaryFolder()
  markDoubt(dataDir, 'new')
  for (const damaged of ['', '{"reason":"new","since":"never"}']) {
    writeFileSync(join(dataDir, 'blobs', 'doubt.json'), damaged)
    expect(Date.now() - Date.parse(readDoubt(dataDir)?.since ?? '')).toBeLessThan(60_000)
  }
})
