import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { diskSpace } from '../../../extensions/backend/src/storage/database/disk-space.ts'
import { temporaryFolder } from '../../support/folder.ts'

it('a process that was killed over its reserve leaves nothing of it', async () => {
  const dataDir = temporaryFolder()
  const partOf = (pid: number) => join(dataDir, `reserve.${encodeURIComponent(`${hostname()}:${pid}:1`)}.part`)
  writeFileSync(partOf(999_999_999), 'half a reserve')
  writeFileSync(partOf(process.ppid), 'of one that is at it still')
  await diskSpace(dataDir).restore()
  expect(existsSync(partOf(999_999_999))).toBe(false)
  expect(existsSync(partOf(process.ppid))).toBe(true)
  expect(readdirSync(dataDir)).toHaveLength(2)
  expect(existsSync(join(dataDir, 'reserve'))).toBe(true)
})
